// "3小时前", "yesterday at 5 pm": dates that lean on the moment of reading. The one file around chrono-node.
import { casual } from 'chrono-node/en'
import { hans } from 'chrono-node/zh/hans'
import { dayIn, instantIn } from '../base/zone.ts'

const dayMs = 86_400_000
const maxAmountMs = 40 * dayMs

/** Nothing else is shown to chrono: it costs a hundred times what a written date does, and it guesses. */
const worthAsking = /前|昨|今[天日早晚]|전$|어제|그제|그저께|오늘|\bago$|^(?:yesterday|today)\b/i
const thisMoment = /^(?:刚刚|剛剛|刚才|剛才|方才|방금(?: 전)?|たった今|just now|now)$/i

/** Traditional Chinese, Japanese and Korean → the words of the one East Asian reader. In this order. */
const simplified: readonly (readonly [RegExp, string])[] = [
  [/午前|오전/g, '上午'],
  [/午[後后]|오후/g, '下午'],
  [/\s*전$/, '前'],
  [/小時|時間|시간/g, '小时'],
  [/分鐘|[分분](?=之?前)/g, '分钟'],
  [/초(?=前)/, '秒'],
  [/일(?=前)/, '天'],
  [/[個箇ヶヵかカ]月|개월(?=前)/g, '个月'],
  [/년(?=前)/, '年'],
  [/(?:週間?|周|주)(?=之?前)/, '星期'],
  [/個/g, '个'],
  [/時/g, '时'],
  [/點/g, '点'],
  [/一昨日|그제|그저께/g, '前天'],
  [/昨[晚夜]/g, '昨天晚上'],
  [/어제/g, '昨天'],
  [/오늘/g, '今天'],
  [/今早/g, '今天早上'],
  [/今晚/g, '今天晚上'],
  // a half of the day says nothing new before 20:30, and chrono stumbles over it
  [/(?:早上|上午|中午|下午|晚上)\s*(?=(?:1[3-9]|2\d)[:时])/g, ' '],
]

interface Moment {
  /** IANA zone of the source: whose midnight "yesterday" begins at. */
  readonly timezone: string
  readonly now: number
}

/**
 * The instant that a whole line names in relation to `now`, to the millisecond for hours and less, else the day's midnight or its given time.
 * Null for everything else, also when only a part of the line is such a date.
 */
export function relativeDate(line: string, { timezone, now }: Moment): number | null {
  if (thisMoment.test(line)) return now
  const shift = worthAsking.test(line) ? shiftIn(line) : null
  if (shift === null) return null
  if (shift.kind === 'amount') return shift.ms <= 0 && shift.ms >= -maxAmountMs ? now + shift.ms : null
  if (shift.days > 0) return null
  const { yyyy, mm, dd } = dayIn(timezone, now)
  return instantIn(timezone, Date.UTC(Number(yyyy), Number(mm) - 1, Number(dd) + shift.days) + shift.timeMs)
}

type Shift = { readonly kind: 'amount'; readonly ms: number } | { readonly kind: 'day'; readonly days: number; readonly timeMs: number }

/**
 * chrono reckons in this machine's zone. So it is asked about a noon before which no zone on earth had changed its clocks for 70 days,
 * and only the distance counts.
 */
function shiftIn(line: string): Shift | null {
  const noon = new Date(2003, 0, 15, 12)
  const isEnglish = /[a-z]/i.test(line)
  const words = isEnglish ? line : simplified.reduce((text, [from, to]) => text.replace(from, to), line)
  const [found] = (isEnglish ? casual : hans).parse(words, noon)
  if (found === undefined || found.end || found.text.length !== words.length) return null
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'): number => found.start.get(name) ?? 0
  const days = (Date.UTC(part('year'), part('month') - 1, part('day')) - Date.UTC(2003, 0, 15)) / dayMs
  const timeMs = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000
  const isAmount = found.tags().has('result/relativeDateAndTime') || (found.tags().size === 0 && !found.start.isCertain('day'))
  if (isAmount) return { kind: 'amount', ms: days * dayMs + timeMs - dayMs / 2 }
  if (found.start.isCertain('timezoneOffset')) return null
  return { kind: 'day', days, timeMs: found.start.isCertain('hour') ? timeMs : 0 }
}
