/** What a cell of a layout of ads names, out of amounts by `campaign/creative/count`: what was bought has a cell by campaign, whose creatives are added up. */
export function amountIn(amounts: Readonly<Record<string, number>>, cell: string): number {
  const [campaign = '', ...rest] = cell.split('/');
  return Object.entries(amounts).reduce((sum, [name, amount]) => (name === cell || (rest.length === 1 && name.startsWith(`${campaign}/`) && name.endsWith(`/${rest[0]}`)) ? sum + amount : sum), 0);
}
