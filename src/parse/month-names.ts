// Months as the languages of Europe and their neighbours write them in a date.

/** January to December, in the case that follows a day; without marks, for so are they compared. */
const languages = [
  'january february march april may june july august september october november december',
  'januar februar marz april mai juni juli august september oktober november dezember',
  'janner feber maerz april mai juni juli august september oktober november dezember',
  'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre',
  'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie',
  'januari februari maart april mei juni juli augustus september oktober november december',
  'januari februari mars april maj juni juli augusti september oktober november december',
  'januar februar mars april mai juni juli august september oktober november desember',
  'tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta',
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia',
  'ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince',
  'januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra',
  'januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december',
  'ocak subat mart nisan mayıs haziran temmuz agustos eylul ekim kasım aralık',
  'januari februari maret april mei juni juli agustus september oktober november desember',
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
  'січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня',
  'януари февруари март април май юни юли август септември октомври ноември декември',
  'ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου',
].map((names) => names.split(' '))

/** Short forms that are not the beginning of a name. */
const shortened: ReadonlyMap<string, number> = new Map([
  ['mrt', 3],
  ['agt', 8],
  ['ags', 8],
  ['май', 5],
])

const english = languages.slice(0, 1).flat()

/** 1–12, or 0 when no language we know, or more than one month, has such a name. Three letters of it are enough. */
export function monthOf(name: string): number {
  const word = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const own = english.findIndex((month) => month.startsWith(word)) + 1
  return own || (shortened.get(word) ?? (foreign(word) || misspelt(word)))
}

function foreign(word: string): number {
  const found = new Set(languages.flatMap((names) => names.flatMap((name, index) => (name.startsWith(word) ? [index + 1] : []))))
  const [month] = found
  return found.size === 1 && month !== undefined ? month : 0
}

/** `Sept`, `Febuary`, `Decemeber`: English by its first letters. */
function misspelt(word: string): number {
  return english.findIndex((month) => month.startsWith(word.slice(0, 3))) + 1
}
