/** A small policy that is right in everything, and a way to make it wrong in one place. */
import assert from 'node:assert/strict';

export const good = `\
organisation:
  name: Acme GmbH
  contact: security@acme.example
  zone: Europe/Berlin
  authority: DE-BE
people:
  anna: { name: Anna Berg, email: anna@acme.example, zone: Atlantic/Azores }
  dora: { name: Dora Lind, email: dora@acme.example }
roles:
  dpo: dora
  deputy: anna
  decisionMaker: anna
onCall: { order: [anna, dora] }
acknowledgeWithin:
  critical: 30s
ladder:
  reminders:
    - { before: 8s, to: deputy }
    - { before: 24h, to: owner }
customers:
  globex: { name: Globex BV, email: privacy@globex.example }
mail:
  from: Incidents@Mail.acme.example
  smtp:
    host: smtp.example.eu
    port: 587
    user: seventytwo
    password: { env: SMTP_PASSWORD }
`;

/** The good policy with each `from`, which must occur, replaced. */
export function replaced(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((policy, [from, to]) => {
    assert.ok(policy.includes(from), `${from} is not in the policy`);
    return policy.replace(from, to);
  }, good);
}
