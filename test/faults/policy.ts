/** The policy of these tests: anna and ben on call, dora the DPO, dirk her deputy, clara decides. */
import type { SmtpSettings } from '../../src/policy/schema.ts';

export function policy(smtp: SmtpSettings): object {
  const person = (id: string, name: string) => ({ [id]: { name, email: `${id}@acme.example` } });
  return {
    organisation: {
      name: 'Acme GmbH',
      contact: 'security@acme.example',
      zone: 'Europe/Berlin',
      authority: 'DE-BY',
    },
    people: {
      ...person('anna', 'Anna Berg'),
      ...person('ben', 'Ben Roth'),
      ...person('clara', 'Clara Vogt'),
      ...person('dora', 'Dora Lind'),
      ...person('dirk', 'Dirk Haas'),
    },
    roles: { dpo: 'dora', deputy: 'dirk', decisionMaker: 'clara' },
    onCall: { order: ['anna', 'ben'] },
    customers: { globex: { name: 'Globex BV', email: 'privacy@globex.example' } },
    mail: { smtp },
  };
}
