import { parseFragment, serialize, type DefaultTreeAdapterTypes } from 'parse5';
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, LINK_REL } from '../../libs/forum/rendering/index.js';
import { sanitise } from '../../libs/forum/rendering/sanitiser.js';

/**
 * What is wrong with a piece of HTML that readers will see, judged by a parser that neither wrote nor cleaned it (parse5, the
 * algorithm of browsers). An empty list means: nothing but the narrow list, every link safe, parsing is stable (no mutation XSS),
 * and the sanitiser has nothing left to do.
 */
export function faultsOf(html: string): string[] {
  const faults: string[] = [];
  const tree = parseFragment(html);
  walk(tree, 0, faults);
  const once = serialize(tree);
  if (serialize(parseFragment(once)) !== once) faults.push('parsing again gives another tree');
  if (sanitise(html, 50) !== html) faults.push('sanitising again changes it');
  return faults;
}

/** What a reader reads. */
export function textOf(html: string): string {
  return collect(parseFragment(html));
}

function collect(node: DefaultTreeAdapterTypes.Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(collect).join('') : '';
}

function walk(node: DefaultTreeAdapterTypes.Node, depth: number, faults: string[]): void {
  if (depth > 50) faults.push('nested deeper than 50');
  if (node.nodeName === '#comment') faults.push('a comment');
  if ('tagName' in node) judge(node, faults);
  if ('childNodes' in node) for (const child of node.childNodes) walk(child, depth + 1, faults);
}

function judge(element: DefaultTreeAdapterTypes.Element, faults: string[]): void {
  if (!ALLOWED_TAGS.includes(element.tagName)) faults.push(`element ${element.tagName}`);
  if ((element.namespaceURI as string) !== 'http://www.w3.org/1999/xhtml')
    faults.push(`namespace ${element.namespaceURI}`);
  for (const { name, value } of element.attrs) {
    if (!(ALLOWED_ATTRIBUTES[element.tagName] ?? []).includes(name))
      faults.push(`attribute ${element.tagName} ${name}`);
    if (name === 'href' && !['http:', 'https:', 'mailto:'].includes(schemeOf(value))) faults.push(`href ${value}`);
    if (name === 'rel' && value !== LINK_REL) faults.push(`rel ${value}`);
    if (name === 'start' && !/^\d{1,9}$/.test(value)) faults.push(`start ${value}`);
  }
  const names = element.attrs.map((attribute) => attribute.name);
  if (names.includes('href') && !names.includes('rel')) faults.push('a link without rel');
}

function schemeOf(href: string): string {
  return URL.canParse(href) ? new URL(href).protocol : 'none';
}
