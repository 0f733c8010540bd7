// HTML as what it means: elements, attributes and text, whatever way they are written. What is compared when HTML went through other hands.
import { Parser } from 'htmlparser2'

/** One line per tag or run of text; text without white space at its ends, white space as one space but within `pre`. */
export function htmlEvents(html: string): readonly string[] {
  const events: string[] = []
  let text = ''
  let inPre = 0
  const flush = () => {
    const shown = inPre > 0 ? text : text.replace(/[ \t\r\n]+/g, ' ').trim()
    if (shown !== '') events.push(shown)
    text = ''
  }
  const parser = new Parser({
    onopentag: (name, attributes) => {
      flush()
      if (name === 'pre') inPre++
      const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
      events.push(`<${name}${pairs.sort().join('')}>`)
    },
    ontext: (more) => {
      text += more
    },
    onclosetag: (name) => {
      flush()
      if (name === 'pre') inPre--
      events.push(`</${name}>`)
    },
  })
  parser.end(html)
  flush()
  return events
}
