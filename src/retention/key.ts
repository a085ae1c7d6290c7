/** The one line where the payload key of an incident is erased. */

/** Payloads have no key of their own yet: the runs that hold them are deleted instead. */
export async function noKey(_incident: string): Promise<void> {}
