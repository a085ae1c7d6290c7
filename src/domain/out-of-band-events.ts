/** What can happen to the addresses that the mails of an incident go to. */

export type AddressEvent = {
  readonly type: 'addressesSwitched';
  readonly outOfBand: boolean;
  readonly reason: string;
};
