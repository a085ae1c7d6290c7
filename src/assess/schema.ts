/** The facts as they are written: checked strictly, because a misspelt fact would otherwise read as "not known". */
import { z } from 'zod';
import { contents, scales, type ScaleName } from '../domain/assess/facts.ts';
import { answers, asks, categoryMeanings, contentMeanings } from '../domain/assess/questions.ts';

/** More than the people of the Earth are a typing error. */
const mostPeople = 10_000_000_000;
/** A hundred years: beyond it data is not "restored". */
const mostHours = 876_000;
/** More kinds of data than anybody tells apart. */
const mostItems = 100;
const longestReason = 500;

function listed(meanings: Readonly<Record<string, string>>): string {
  return Object.entries(meanings)
    .map(([value, means]) => `${value}: ${means}`)
    .join('. ');
}

function described(name: ScaleName): string {
  return `${asks[name]} From best to worst: ${listed(answers[name])}. Absent: not known.`;
}

const item = z
  .strictObject({
    category: z
      .enum(['simple', 'behavioural', 'financial', 'sensitive'])
      .describe(listed(categoryMeanings)),
    adjustment: z
      .int()
      .optional()
      .describe('Whole steps up or down for context; the result is kept within 1 to 4.'),
    reason: z
      .string()
      .max(longestReason)
      .optional()
      .describe('Why it is adjusted; needed for any adjustment other than 0.'),
  })
  .refine(({ adjustment = 0, reason = '' }) => adjustment === 0 || reason.trim() !== '', {
    path: ['reason'],
    message: 'is missing; say why the score is adjusted, or set adjustment to 0',
  });

export const factsSchema = z
  .strictObject({
    data: z.array(item).max(mostItems).optional().describe(asks.data),
    identification: scale('identification'),
    confidentiality: scale('confidentiality'),
    integrity: scale('integrity'),
    availability: scale('availability'),
    malicious: flag('malicious'),
    individuals: z.int().min(0).max(mostPeople).optional().describe(asks.individuals),
    unintelligible: flag('unintelligible'),
    contents: z
      .array(z.enum(contents))
      .max(mostItems)
      .optional()
      .describe(`${asks.contents} ${listed(contentMeanings)}. Absent: not known.`),
    specialCategories: scale('specialCategories'),
    credentials: scale('credentials'),
    vulnerablePeople: flag('vulnerablePeople'),
    alreadyPublic: flag('alreadyPublic'),
    recipients: scale('recipients'),
    deletion: scale('deletion'),
    exfiltration: scale('exfiltration'),
    duration: scale('duration'),
    encryption: scale('encryption'),
    backup: scale('backup'),
    restoreHours: z.number().min(0).max(mostHours).optional().describe(asks.restoreHours),
    effects: scale('effects'),
    mitigation: scale('mitigation'),
  })
  .describe(
    'Facts of a personal data breach, for `seventytwo assess`. What is absent is not known.',
  );

type FlagName = 'malicious' | 'unintelligible' | 'vulnerablePeople' | 'alreadyPublic';

function scale<K extends Exclude<ScaleName, FlagName>>(name: K) {
  return z.enum(scales[name]).optional().describe(described(name));
}

function flag(name: FlagName) {
  return z.boolean().optional().describe(described(name));
}

/** The published JSON Schema of the facts. What it cannot say: an adjustment other than 0 needs a reason. */
export function factsJsonSchema(): object {
  return z.toJSONSchema(factsSchema, { target: 'draft-2020-12' });
}
