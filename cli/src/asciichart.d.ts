/** The package has no types of its own, and nobody publishes any. */
declare module 'asciichart' {
  /** Lines of text that draw a series, newest to the right. */
  export const plot: (series: number[], options?: { readonly height?: number }) => string;
}
