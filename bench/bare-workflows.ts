/** The yardstick beside the product's own workflow: one that sends one mail and does nothing else. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../src/activities/index.ts';
import type { SendMailInput } from '../src/activities/mail.ts';
import { mailOptions } from '../src/workflows/options.ts';

export { incident } from '../src/workflows/incident.ts';

const { sendMail } = proxyActivities<Activities>(mailOptions('page'));

export async function bare(input: SendMailInput): Promise<void> {
  await sendMail(input);
}
