// What pages add to an entry's HTML. Feeds go without: some readers then show less.

/** A tag with its name and attributes: what stands in quotes is no tag, whatever it looks like. */
const tag = /<(\/?[a-z][a-z0-9]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>/gi
const touched = /<(?:img|pre|table)\b/i

/** Of sanitised HTML: pictures after the first are fetched when they come into sight; what may be too wide is scrolled by keys, too. */
export function htmlForPage(html: string): string {
  if (!touched.test(html)) return html
  let pictures = 0
  let openTables = 0
  return html.replace(tag, (whole: string, name: string, attributes: string) => {
    switch (name.toLowerCase()) {
      case 'img':
        return pictures++ === 0 || saysLoading(attributes) ? whole : `<img loading="lazy"${attributes}>`
      case 'table':
        return openTables++ === 0 ? `<table tabindex="0"${attributes}>` : whole
      case '/table':
        openTables--
        return whole
      case 'pre':
        return `<pre tabindex="0"${attributes}>`
      default:
        return whole
    }
  })
}

function saysLoading(attributes: string): boolean {
  return /\sloading=/i.test(attributes.replace(/"[^"]*"|'[^']*'/g, '""'))
}
