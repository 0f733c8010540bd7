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
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    mez: 60,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    ist: 330,
    ict: 420,
    wib: 420,
    hkt: 480,
    sgt: 480,
    awst: 480,
    pht: 480,
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

/**
 * Minutes east of Greenwich; `none` when the text names no zone we know, `unreadable` when it is no zone at all or an offset no place has.
 * CST is China's own name for its time, too: in a source of an Asian zone it is local time.
 */
export function offsetOf(text: string, timezone: string): number | 'none' | 'unreadable' {
  const zone = text.toLowerCase()
  if (zone === '' || (zone === 'cst' && timezone.startsWith('Asia/'))) return 'none'
  const [, sign, hours, minutes] = /^(?:utc|gmt|ut|z)?\s*([+\-−])\s*(\d{1,2}):?(\d\d)?$/.exec(zone) ?? []
  if (hours !== undefined) return signed(sign === '+' ? 1 : -1, Number(hours), Number(minutes ?? 0))
  const offset = named.get(zone)
  if (offset !== undefined) return offset
  return /^[a-z]{1,5}$/.test(zone) ? 'none' : 'unreadable'
}

function signed(sign: 1 | -1, hours: number, minutes: number): number | 'unreadable' {
  return hours <= 14 && minutes < 60 ? sign * (hours * 60 + minutes) : 'unreadable'
}
