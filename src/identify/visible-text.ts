// What people see of HTML that is clean already; reading any other is the work of `normalize/`.

/** The text of sanitised HTML, in which every `<` begins a tag and every `>` ends one. White space stays as it falls. */
export function visibleText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
