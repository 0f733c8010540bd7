// Whose address is it? A small part of what the Public Suffix List knows (publicsuffix.org); unknown suffixes count as one label.

/** Second labels under which countries let names be registered: `example.co.uk`, `example.com.cn`. */
const secondLevel = new Set(
  'ac asn biz co com edu fin firm gen go gob gouv gov govt gub gv id idv ind inf info ltd me med mil mod ne net nhs nic nom nt or org plc press pro pub res sch school tm tv vn web'.split(
    ' ',
  ),
)

/** Hosts of other people's sites: each name below is somebody else's. */
const hosting = new Set(
  `amazonaws.com appspot.com azurewebsites.net blogspot.com bearblog.dev cloudfront.net deno.dev fly.dev ghost.io github.io gitlab.io
  hatenablog.com herokuapp.com livejournal.com medium.com neocities.org netlify.app onrender.com pages.dev pythonanywhere.com
  substack.com tumblr.com typepad.com vercel.app web.app weebly.com wixsite.com wordpress.com workers.dev write.as`.split(/\s+/),
)

/** The part of a host's name that somebody registered; a host without a name (an IP address, `localhost`) is its own. */
export function registrableDomain(hostname: string): string {
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return hostname
  const labels = hostname.replace(/\.$/, '').toLowerCase().split('.')
  return labels.slice(-(suffixLength(labels) + 1)).join('.')
}

function suffixLength(labels: readonly string[]): number {
  const [second = '', top = ''] = labels.slice(-2)
  return hosting.has(`${second}.${top}`) || (top.length === 2 && secondLevel.has(second)) ? 2 : 1
}
