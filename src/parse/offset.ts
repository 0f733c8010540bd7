// What stands behind a time: an offset, the name of one, or nothing.

/** Minutes east of Greenwich. RFC 822 §5 names the American ones, the rest is what feeds use. */
const named: ReadonlyMap<string, number> = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 60,
    bst: 60,
    wat: 60,
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    mez: 60,
    mesz: 120,
    cat: 120,
    sast: 120,
    eet: 120,
    eest: 180,
    idt: 180,
    eat: 180,
    trt: 180,
    msk: 180,
    pkt: 300,
    ist: 330,
    npt: 345,
    ict: 420,
    wib: 420,
    hkt: 480,
    sgt: 480,
    myt: 480,
    awst: 480,
    pht: 480,
    wita: 480,
    wit: 540,
    jst: 540,
    kst: 540,
    acst: 570,
    acdt: 630,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    nst: -210,
    ndt: -150,
    ast: -240,
    adt: -180,
    brt: -180,
    art: -180,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    akst: -540,
    akdt: -480,
    hst: -600,
  }),
)

/** Names that mean something else at home: there they are the source's own time. */
const atHome: ReadonlyMap<string, RegExp> = new Map([
  ['cst', /^Asia\/(?:Shanghai|Chongqing|Harbin|Urumqi|Hong_Kong|Macau|Taipei)$|^America\/Havana$/],
  ['ist', /^Asia\/(?:Jerusalem|Tel_Aviv)$|^Europe\/Dublin$/],
  ['bst', /^Asia\/Dhaka$/],
  ['ast', /^Asia\/(?:Aden|Baghdad|Bahrain|Kuwait|Qatar|Riyadh)$/],
  ['pst', /^Asia\/Manila$/],
  ['est', /^Australia\//],
  ['edt', /^Australia\//],
])

/** RFC 822 §5, which RSS refers to: one letter is so many hours, A west and N east of Greenwich. */
const westward = 'abcdefghiklm'
const eastward = 'nopqrstuvwxy'

/** Go writes the zone's name behind its offset, and its running time behind that. */
const numeric = /^(?:utc|gmt|ut|z)?\s*([+\-−])\s*(?:(\d{1,2}):(\d{1,2})|(\d{1,2})(\d\d)?)z?(?:\s+(?:[a-z]{2,5}(?:[+-][\d:]+)?|m=\S+))*$/

/**
 * Minutes east of Greenwich; `none` when the text names no zone we know, `unreadable` when it is no zone at all or an offset no place has.
 * Names of several zones are the source's own time where that is one of them: CST is China's, too.
 */
export function offsetOf(text: string, timezone: string): number | 'none' | 'unreadable' {
  const zone = text.toLowerCase()
  if (zone === '' || atHome.get(zone)?.test(timezone)) return 'none'
  const [, sign, hour, minute, hours, minutes] = numeric.exec(zone) ?? []
  if (sign !== undefined) return signed(sign === '+' ? 1 : -1, Number(hour ?? hours), Number(minute ?? minutes ?? 0))
  const offset = named.get(zone) ?? letterOffset(zone)
  if (offset !== null) return offset
  return /^[A-Z]{2,5}$/.test(text) ? 'none' : 'unreadable'
}

function letterOffset(zone: string): number | null {
  if (zone.length !== 1) return null
  if (westward.includes(zone)) return -60 * (westward.indexOf(zone) + 1)
  return eastward.includes(zone) ? 60 * (eastward.indexOf(zone) + 1) : null
}

function signed(sign: 1 | -1, hours: number, minutes: number): number | 'unreadable' {
  return hours <= 14 && minutes < 60 ? sign * (hours * 60 + minutes) : 'unreadable'
}
