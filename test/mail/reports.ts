/** Reports of mail servers for tests, as real ones write them (RFC 3464). */

export type ReportOf = {
  readonly messageId: string;
  readonly action?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  /** The headers that came back beside the Message-ID. */
  readonly headers?: readonly string[];
  /** Instead of the Message-ID, in the envelope. */
  readonly envelopeId?: string;
  readonly returned?: 'text/rfc822-headers' | 'message/rfc822' | 'none';
  readonly recipients?: number;
};

/** As Postfix writes it. */
export function reportOf({
  messageId,
  action = 'failed',
  status = '5.1.1',
  diagnostic = 'smtp; 550 5.1.1 <somebody@example.org>: Recipient address rejected: User\r\n    unknown in virtual mailbox table',
  headers = [],
  envelopeId,
  returned = 'text/rfc822-headers',
  recipients = 1,
}: ReportOf): string {
  const recipient = [
    'Final-Recipient: rfc822; somebody@example.org',
    'Original-Recipient: rfc822;somebody@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; mx.example.org',
    `Diagnostic-Code: ${diagnostic}`,
    '',
  ];
  return [
    'Return-Path: <>',
    'From: MAILER-DAEMON@relay.example (Mail Delivery System)',
    'To: bounces@nordlicht.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <20261122150405.4F1A2@relay.example>',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="4F1A2.1764000000/relay.example"',
    '',
    'This is a MIME-encapsulated message.',
    '',
    '--4F1A2.1764000000/relay.example',
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    "I'm sorry to have to inform you that your message could not be delivered.",
    '',
    '--4F1A2.1764000000/relay.example',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; relay.example',
    ...(envelopeId === undefined ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    'X-Postfix-Queue-ID: 4F1A2',
    'Arrival-Date: Sun, 22 Nov 2026 15:04:05 +0000 (UTC)',
    '',
    ...Array.from({ length: recipients }, () => recipient).flat(),
    ...(returned === 'none'
      ? []
      : [
          '--4F1A2.1764000000/relay.example',
          'Content-Description: Undelivered Message Headers',
          `Content-Type: ${returned}`,
          '',
          'Return-Path: <bounces@nordlicht.example>',
          ...headers,
          `Message-ID: ${messageId}`,
          'Subject: [INC-7K3FQ] page',
          '',
        ]),
    '--4F1A2.1764000000/relay.example--',
    '',
  ].join('\r\n');
}
