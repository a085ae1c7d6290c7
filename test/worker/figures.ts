/** Reads figures as Prometheus does. */
export type Scraped = {
  readonly text: string;
  /** The sum of all lines of this name whose labels hold `labels`. */
  readonly sum: (name: string, labels?: string) => number;
};

export async function scrape(address: string, token?: string): Promise<Scraped> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const text = await (await fetch(`http://${address}/metrics`, { headers })).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const sum = (name: string, labels = ''): number =>
    lines
      .filter((line) => line.split(/[{ ]/, 1)[0] === name && line.includes(labels))
      .reduce((all, line) => all + Number(line.slice(line.lastIndexOf(' '))), 0);
  return { text, sum };
}
