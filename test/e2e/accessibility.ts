import type { Page } from 'playwright-core';

/** Plain faults of a page for who cannot see it or has no mouse, each as a sentence; [] is good. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  return page.locator('html').evaluate((html) => {
    const document = html.ownerDocument;
    const faults: string[] = [];
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    const describe = (element: Element) => element.outerHTML.slice(0, 160);
    const nameOf = (element: Element): string => {
      const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
      const texts = [
        element.getAttribute('aria-label'),
        ...ids.map((id) => document.getElementById(id)?.textContent),
        element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null,
        element.textContent,
        element.getAttribute('title'),
      ];
      return texts.find((text) => text?.trim()) ?? '';
    };
    const named =
      'button, a[href], input, nav, aside, [role="grid"], [role="tree"], [role="dialog"], [role="listbox"], [role="textbox"]';
    for (const element of all(named))
      if (nameOf(element) === '') faults.push(`no name: ${describe(element)}`);
    const ids = all('[id]').map(({ id }) => id);
    for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index)))
      faults.push(`id twice: ${id}`);
    for (const cell of all('[role="gridcell"], [role="columnheader"]')) {
      if (cell.closest('[role="row"]') === null) faults.push(`cell outside a row: ${describe(cell)}`);
    }
    for (const item of all('[role="treeitem"]')) {
      if (item.closest('[role="tree"]') === null) faults.push(`tree item outside a tree: ${describe(item)}`);
    }
    const active = document.activeElement;
    const descendant = active?.getAttribute('aria-activedescendant');
    if (descendant && document.getElementById(descendant) === null) {
      faults.push(`active descendant ${descendant} is absent`);
    }
    if (all('h1').length !== 1) faults.push(`${all('h1').length} first-level headings`);
    if (all('main').length !== 1) faults.push('not one main landmark');
    if (html.getAttribute('lang') === null) faults.push('the page has no language');
    return faults;
  });
}

const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const;
const colorPairs: readonly (readonly [text: string, background: string])[] = [
  ...['text', 'muted', 'faint', 'accent', 'good', ...severities].flatMap((text) =>
    ['canvas', 'surface', 'raised'].map((back) => [text, back] as const),
  ),
  ...['text', 'muted', 'faint', 'accent'].flatMap((text) =>
    ['hover', 'selected'].map((back) => [text, back] as const),
  ),
  ...[...severities, 'mark'].map((name) => [name, `${name}-fill`] as const),
  ['on-accent', 'accent-solid'],
];
const contrastMin = 4.5;

/** Contrast of each text colour on each background it is used on, where WCAG AA would refuse it. */
export async function contrastFaults(page: Page): Promise<string[]> {
  const names = [...new Set(colorPairs.flat())];
  const values: readonly string[] = await page.locator('html').evaluate((html, wanted) => {
    const style = getComputedStyle(html);
    return wanted.map((name) => style.getPropertyValue(`--${name}`).trim());
  }, names);
  const light = new Map(names.map((name, index) => [name, luminance(values[index] ?? '')]));
  return colorPairs.flatMap(([text, back]) => {
    const [dark = 0, bright = 0] = [light.get(text) ?? 0, light.get(back) ?? 0].toSorted((a, b) => a - b);
    const ratio = (bright + 0.05) / (dark + 0.05);
    return ratio < contrastMin ? [`${text} on ${back}: ${ratio.toFixed(2)}`] : [];
  });
}

/** Relative luminance as WCAG defines it. */
function luminance(hex: string): number {
  const long = hex.length === 4 ? hex.replace(/[\da-f]/gi, '$&$&') : hex;
  if (!/^#[\da-f]{6}$/i.test(long)) throw new Error(`not a hex colour: '${hex}'`);
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
