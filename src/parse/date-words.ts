// Dates in words → the same in digits, so that few patterns read them all.

const eastAsian = /[〇\u4e00-\u9fff\uac00-\ud7af]/
const weekdays = /(?:星期|礼拜|禮拜|[周週])[一二三四五六日天]|[日月火水木金土]曜日?|[일월화수목금토]요일/g
const units = '年月日号號时時点點分년월일시분'
const numerals = new RegExp(`[〇零一二三四五六七八九十]+(?=\\s*[${units}])`, 'g')
const digits = '〇一二三四五六七八九'

const halves: readonly { readonly words: RegExp; readonly half: (hour: number) => 'am' | 'pm' }[] = [
  { words: /上午|早上|早晨|清晨|凌晨|午前|오전|새벽|아침/, half: () => 'am' },
  { words: /中午|正午/, half: (hour) => (hour === 10 || hour === 11 ? 'am' : 'pm') },
  { words: /下午|午后|午後|傍晚|晚上|晚间|夜间|夜里|오후|저녁/, half: () => 'pm' },
]

/** Years before the first of an era. */
const eras: ReadonlyMap<string, number> = new Map([
  ['令和', 2018],
  ['平成', 1988],
  ['民国', 1911],
  ['民國', 1911],
])

/** 2022年1月23日 下午8时41分 → 2022-1-23 8:41 pm; a day without a year as ISO 8601 once wrote it: 1月23日 → --1-23. */
export function inDigits(line: string): string {
  if (!eastAsian.test(line)) return line
  const numbered = line
    .replace(weekdays, ' ')
    .replace(numerals, (numeral) => String(numberOf(numeral)))
    .replace(/(令和|平成|民[国國])\s*(\d+|元)(?=\s*年)/, (_, era: string, year: string) => yearOf(era, year))
  return withHalf(punctuated(numbered.replace(/^(?=\d{1,2}\s*[月월])/, '--')))
}

function yearOf(era: string, year: string): string {
  return String((eras.get(era) ?? 0) + (year === '元' ? 1 : Number(year)))
}

/** 二十三 by tens, 二〇二二 digit by digit. */
function numberOf(numeral: string): number {
  const digit = (character: string): number => digits.indexOf(character.replace('零', '〇'))
  const [tens, ones] = numeral.split('十')
  if (ones === undefined) return Number([...numeral].map(digit).join(''))
  return (tens ? digit(tens) : 1) * 10 + (ones ? digit(ones) : 0)
}

function punctuated(line: string): string {
  return line
    .replace(/\s*[年月년월]\s*/g, '-')
    .replace(/-(?=\s*$)/, '')
    .replace(/[日号號일]/, ' ')
    .replace(/\s*[時时點点시]\s*/, ':')
    .replace(/:半/, ':30')
    .replace(/:(?=\D|$)/, ':00 ')
    .replace(/\s*[分분]\s*(?=\d)/, ':')
    .replace(/[分秒整분초]/g, ' ')
    .replace(/:(?=\d(?!\d))/g, ':0')
}

/** Moves the half of the day behind the time, where English has it. */
function withHalf(line: string): string {
  const found = halves.find(({ words }) => words.test(line))
  if (found === undefined) return collapsed(line)
  const time = /(\d{1,2}):\d\d(?::\d\d)?/
  return collapsed(line.replace(found.words, ' ').replace(time, (all, hour: string) => `${all} ${found.half(Number(hour))} `))
}

/** Small words between the parts of a date, and the French and the dotted way of writing times. */
const connectives =
  /(?<=[\s\d.,])(?:de|del|di|den|of|at|on|um|om|kl|klo|à|às|a las|alle|ore|uhr|h|hrs|v|в|о|г|года|р|saat|ve)\.?(?=\s|$)/giu
const elided = /(?<=\s)d[’'](?=\p{L})/iu
const leading = /^(?:\p{L}{1,12}\.?,?\s+){1,2}(?=\d{1,2}\S{0,2}\s+\p{L})/u
const frenchTime = /(?<=\s|^)(\d{1,2})\s?h\s?(\d\d)?(?:\s?min)?(?=\s|$)/i
const dottedTime = /(?<=\s|^)(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?=$|\s\p{L})/u

/** domingo 23 de enero de 2022 a las 20.41 → 23 enero 2022 20:41 */
export function withoutConnectives(line: string): string {
  const timed = line
    .replace(leading, '')
    .replace(elided, '')
    .replace(frenchTime, (_, hour: string, minute?: string) => `${hour}:${minute ?? '00'}`)
    .replace(dottedTime, (_, hour: string, minute: string, second?: string) => `${hour}:${minute}:${second ?? '00'}`)
  return collapsed(timed.replace(connectives, ' '))
}

function collapsed(line: string): string {
  return line.replace(/\s+/g, ' ').trim()
}
