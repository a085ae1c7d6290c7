/** `declare --from-vendor`: the vendor by id in front of the description, and what to ask them. */
import { commandShapes } from '../domain/commands.ts';
import { shapeFaults } from '../domain/shape.ts';
import { toldByVendor, vendorQuestions } from '../domain/vendor-questions.ts';
import { Failure } from '../failure.ts';
import { flagOf } from './fields.ts';
import type { Session } from './session.ts';
import { findVendor } from './vendors.ts';

export function noticeFrom(session: Session, typed: string) {
  const { id, name, contact } = findVendor(session, typed);
  return {
    asked: { id, name, ...(contact !== undefined && { contact }), questions: vendorQuestions },
    text: [
      '',
      `Ask ${name}${contact === undefined ? '' : ` (${contact})`}, who must assist you (Art. 28(3)(f)):`,
      ...vendorQuestions.map(
        ({ ask, article }, n) => `${`${n + 1}.`.padStart(4)} ${ask} (Art. ${article})`,
      ),
    ].join('\n'),
    addTo(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
      const { description } = fields;
      const said = typeof description === 'string' ? description : undefined;
      const all = { ...fields, description: toldByVendor(id, said) };
      // With the vendor in front it may have become too long.
      const faults = shapeFaults(commandShapes.declare, all, flagOf);
      if (faults.length > 0) throw new Failure('usage', 'bad-input', faults.join('\n'));
      return all;
    },
  };
}
