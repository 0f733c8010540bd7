import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type DateContext, readDate } from '../../src/parse/date.ts'

/** Noon in Shanghai. */
const shanghai: DateContext = { timezone: 'Asia/Shanghai', format: null, now: Date.UTC(2026, 0, 15, 4) }

interface Row {
  readonly raw: string
  /** In UTC; null: no date. */
  readonly want: string | null
  readonly timezone?: string
  readonly format?: string
  /** In UTC. */
  readonly now?: string
}

const explicit: readonly Row[] = [
  // RFC 822, RFC 2822 and their mistakes
  { raw: 'Sun, 23 Jan 2022 20:41:04 GMT', want: '2022-01-23T20:41:04Z' },
  { raw: 'Sun, 23 Jan 2022 20:41:04 +0800', want: '2022-01-23T12:41:04Z' },
  { raw: 'Mon, 23 Jan 2022 20:41:04 UT', want: '2022-01-23T20:41:04Z' }, // a wrong weekday
  { raw: '23 January 2022 20:41 -05:00', want: '2022-01-24T01:41:00Z' },
  { raw: 'Sun, 23 Jan 22 20:41:04 EST', want: '2022-01-24T01:41:04Z' },
  { raw: 'Sun, 3 Jul 99 20:41:04 Z', want: '1999-07-03T20:41:04Z' },
  { raw: '03 Apr 02 1500 GMT', want: '2002-04-03T15:00:00Z' },
  { raw: 'Sat, 23 Jul 2022 20:41:04 CEST', want: '2022-07-23T18:41:04Z' },
  { raw: 'Sat, 23 Jul 2022 20:41:04 BST', want: '2022-07-23T19:41:04Z' },
  { raw: 'Thu, 09 Feb 2006 16:59:45 pDt', want: '2006-02-09T23:59:45Z' },
  { raw: 'Thu, 09 Feb 2006 16:59:45 G', want: '2006-02-09T23:59:45Z' }, // RFC 822 §5: one letter
  { raw: 'Fri, 10 Feb 2006 03:59:45 Q', want: '2006-02-09T23:59:45Z' },
  { raw: 'Thu, 09 Feb 2006 23:59:45 J', want: null },
  { raw: '31 Dec 2002 14:20:20 -0234', want: '2002-12-31T16:54:20Z' },
  { raw: 'Sun, 23-Jan-2022 20:41:04 GMT', want: '2022-01-23T20:41:04Z' },
  { raw: 'Sunday, 23-Jan-22 20:41:04 GMT', want: '2022-01-23T20:41:04Z' }, // RFC 850
  { raw: '23/Jan/2022:20:41:04 +0800', want: '2022-01-23T12:41:04Z' }, // a web server's log
  { raw: 'Thu , \t 09  Feb\t2006  23:59:45\t +0000', want: '2006-02-09T23:59:45Z' },
  { raw: 'Sat,29 Jul 2006 00:03:02 +0000', want: '2006-07-29T00:03:02Z' },
  { raw: 'Tue 11 Jan 2011 01:30:00 GMT', want: '2011-01-11T01:30:00Z' },
  { raw: 'Sun, 23 Jan 2022 20:41:04GMT', want: '2022-01-23T20:41:04Z' },
  { raw: 'Sun, 23 Sept 2022 20:41:04 GMT', want: '2022-09-23T20:41:04Z' },
  { raw: 'Sun, 23 Febuary 2022 20:41:04 GMT', want: '2022-02-23T20:41:04Z' },
  { raw: 'January, 29 Jan 2021 17:56:15 +0530', want: '2021-01-29T12:26:15Z' },
  { raw: 'Thu(oh how), 9(th) Feb(ruary) 2006 23:59:45 +0000(GMT)', want: '2006-02-09T23:59:45Z' },
  { raw: 'Thu, 09 (nested (comment) Mar)Feb(a \\) 2005) 2006()23:59:45 +0000', want: '2006-02-09T23:59:45Z' },
  { raw: 'Mon, 21 Jan 2008 8:56 am PST', want: '2008-01-21T16:56:00Z' },
  { raw: 'вс, 23 Jan 2022 20:41:04 +0300', want: '2022-01-23T17:41:04Z' },
  // what programs print
  { raw: 'Sun Jan 23 2022 20:41:04 GMT+0800 (China Standard Time)', want: '2022-01-23T12:41:04Z' },
  { raw: 'Sun Jan 23 2022 20:41:04 GMT+0100 (GMT+01:00)', want: '2022-01-23T19:41:04Z' },
  { raw: 'Sun Jan 23 20:41:04 +0000 2022', want: '2022-01-23T20:41:04Z' },
  { raw: 'Sun Jan 23 20:41:04 EST 2022', want: '2022-01-24T01:41:04Z' },
  { raw: 'Sun 23 Jan 20:41:04 GMT 2022', want: '2022-01-23T20:41:04Z' },
  { raw: '2022-01-23 20:41:04.123456789 +0800 CST m=+0.000000001', want: '2022-01-23T12:41:04.123Z' },
  { raw: '2022-01-23 20:41:04 +0000 UTC', want: '2022-01-23T20:41:04Z' },
  // ISO 8601, RFC 3339, W3CDTF
  { raw: '2022-01-23T20:41:04Z', want: '2022-01-23T20:41:04Z' },
  { raw: '2022-01-23T20:41:04.567+08:00', want: '2022-01-23T12:41:04.567Z' },
  { raw: '2022-01-23T20:41:04,567Z', want: '2022-01-23T20:41:04.567Z' },
  { raw: '2022-01-23T20:41:04.000000000Z', want: '2022-01-23T20:41:04Z' },
  { raw: '2022-01-23T20:41:04.9999Z', want: '2022-01-23T20:41:04.999Z' },
  { raw: '2022-01-23t20:41z', want: '2022-01-23T20:41:00Z' },
  { raw: '2022-01-23T20Z', want: '2022-01-23T20:00:00Z' },
  { raw: '2022-01-23T20:41:04+08', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23T20:41:04+800', want: '2022-01-23T12:41:04Z' },
  { raw: '2017-06-13T03:18:00+00:0', want: '2017-06-13T03:18:00Z' },
  { raw: '2006-01-17T12:35:9+01:00', want: '2006-01-17T11:35:09Z' },
  { raw: '2022-01-23 20:41:04 +0800', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23 20:41:04 UTC+8', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23 20:41:04 UTC+08:00', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23 20:41:04 GMT−5', want: '2022-01-24T01:41:04Z' },
  { raw: '2022-01-23 20:41:04 Europe/Paris', want: '2022-01-23T19:41:04Z' },
  { raw: '2022-01-23T20:41:04+08:00[Asia/Shanghai]', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23T20:41:04[America/New_York]', want: '2022-01-24T01:41:04Z' },
  { raw: '2003-07-01 T 01:55:07-05:00', want: '2003-07-01T06:55:07Z' },
  { raw: '2002-12-31T192030+01:00', want: '2002-12-31T18:20:30Z' },
  { raw: '20021231T19:20:30.45+01:00', want: '2002-12-31T18:20:30.450Z' },
  { raw: '20220123T204104Z', want: '2022-01-23T20:41:04Z' },
  { raw: '2022-01-23Z', want: '2022-01-23T00:00:00Z' },
  { raw: '2022-01-23+08:00', want: '2022-01-22T16:00:00Z' },
  { raw: '2022W037T204104Z', want: '2022-01-23T20:41:04Z' },
  { raw: '2022-023T10:00:00Z', want: '2022-01-23T10:00:00Z' },
  { raw: '2016-12-31T23:59:60Z', want: '2016-12-31T23:59:59Z' }, // a leap second
  { raw: 'Chủ nhật, 23/1/2022, 20:41 (GMT+7)', want: '2022-01-23T13:41:00Z' },
  // seconds and milliseconds since 1970
  { raw: '1642941664', want: '2022-01-23T12:41:04Z' },
  { raw: '1642941664.5', want: '2022-01-23T12:41:04.500Z' },
  { raw: '1642941664123', want: '2022-01-23T12:41:04.123Z' },
]

const zoneless: readonly Row[] = [
  { raw: '2022-01-23 20:41:04', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23T20:41:04', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-01-23', want: '2022-01-22T16:00:00Z' },
  { raw: '2022-1-3 8:05', want: '2022-01-03T00:05:00Z' },
  { raw: '2022/01/23 20:41', want: '2022-01-23T12:41:00Z' },
  { raw: '2022.01.23', want: '2022-01-22T16:00:00Z' },
  { raw: '2004-07-08 23:56:58.0', want: '2004-07-08T15:56:58Z' },
  { raw: '20220123', want: '2022-01-22T16:00:00Z' },
  { raw: '202201232041', want: '2022-01-23T12:41:00Z' },
  { raw: '20220123204104', want: '2022-01-23T12:41:04Z' },
  { raw: '2022-W03-7', want: '2022-01-22T16:00:00Z' },
  { raw: '2022-W03', want: '2022-01-16T16:00:00Z' },
  { raw: '2020-W53-5', want: '2020-12-31T16:00:00Z' },
  { raw: '2022-023', want: '2022-01-22T16:00:00Z' },
  { raw: '2022023', want: '2022-01-22T16:00:00Z' },
  { raw: '2003-12', want: '2003-11-30T16:00:00Z' },
  { raw: '2022', want: '2021-12-31T16:00:00Z' },
  { raw: 'March 2022', want: '2022-02-28T16:00:00Z' },
  { raw: 'Sun, 23 Jan 2022 20:41:04', want: '2022-01-23T12:41:04Z' },
  { raw: 'Sun Jan 23 20:41:04 2022', want: '2022-01-23T12:41:04Z' },
  { raw: 'January 23, 2022 8:41 PM', want: '2022-01-23T12:41:00Z' },
  { raw: 'January 23, 2022 at 8:41 p.m.', want: '2022-01-23T12:41:00Z' },
  { raw: 'Jan 23, 2022, 8:41:04\u202fPM', want: '2022-01-23T12:41:04Z' }, // the space that newer Javas write
  { raw: 'Jan 23rd, 2022 8 PM', want: '2022-01-23T12:00:00Z' },
  { raw: 'Friday, January 29, 2021 04:42 PM', want: '2021-01-29T08:42:00Z' },
  { raw: 'Sat, Dec 16 2023 02:02:33 PM', want: '2023-12-16T06:02:33Z' },
  { raw: '2022-01-23 Sunday 20:41', want: '2022-01-23T12:41:00Z' },
  { raw: '2022-01-23 12:30 am', want: '2022-01-22T16:30:00Z' },
  { raw: '2022-01-23 12:30 pm', want: '2022-01-23T04:30:00Z' },
  { raw: '2022-01-23 13:05 am', want: '2022-01-23T05:05:00Z' },
  { raw: '2022-01-23 24:00', want: '2022-01-23T16:00:00Z' },
  { raw: '2022 Jan 23', want: '2022-01-22T16:00:00Z' },
  { raw: '23Jan2022', want: '2022-01-22T16:00:00Z' },
  { raw: '2022-01-23 20:41:04 XYZ', want: '2022-01-23T12:41:04Z' }, // a zone nobody knows
  { raw: '2022-01-23 20:41:04', want: '2022-01-24T01:41:04Z', timezone: 'America/New_York' },
  { raw: '2022-07-23 20:41:04', want: '2022-07-24T00:41:04Z', timezone: 'America/New_York' },
  { raw: '2022-03-13 02:30', want: '2022-03-13T07:30:00Z', timezone: 'America/New_York' }, // skipped there
  { raw: '2022-11-06 01:30', want: '2022-11-06T05:30:00Z', timezone: 'America/New_York' }, // twice there
  // names of several zones: the source's own, where it is one of them
  { raw: 'Sun Jan 23 20:41:04 CST 2022', want: '2022-01-23T12:41:04Z' },
  { raw: 'Sun Jan 23 20:41:04 CST 2022', want: '2022-01-24T02:41:04Z', timezone: 'America/Chicago' },
  { raw: '2022-01-23 20:41 IST', want: '2022-01-23T15:11:00Z' },
  { raw: '2022-01-23 20:41 IST', want: '2022-01-23T18:41:00Z', timezone: 'Asia/Jerusalem' },
  { raw: '2022-01-23 20:41 EST', want: '2022-01-23T09:41:00Z', timezone: 'Australia/Sydney' },
]

/** Day or month first? Only where it cannot be otherwise, or the operator says. */
const ordered: readonly Row[] = [
  { raw: '1/23/2022 8:41 PM', want: '2022-01-23T12:41:00Z' },
  { raw: '23/01/2022 20:41', want: '2022-01-23T12:41:00Z' },
  { raw: '13-01-2022', want: '2022-01-12T16:00:00Z' },
  { raw: '5/5/2022', want: '2022-05-04T16:00:00Z' },
  { raw: '05/06/2022', want: null },
  { raw: '5/6/2022 8:41 PM', want: null },
  { raw: '23/01/22', want: null },
  { raw: '22.11.2022 12:16:00', want: '2022-11-22T04:16:00Z' },
  { raw: '05.06.2022', want: '2022-06-04T16:00:00Z' },
  { raw: '06.25.2022', want: null },
  { raw: '05/06/2022', want: '2022-06-04T16:00:00Z', format: 'dd/MM/yyyy' },
  { raw: '23/01/2022 20h41', want: '2022-01-23T12:41:00Z', format: "dd/MM/yyyy HH'h'mm" },
  { raw: '2022-01-23T00:00:00Z', want: '2022-01-23T00:00:00Z', format: 'dd/MM/yyyy' },
  { raw: '23 Jan 20:41 y', want: '2025-01-23T12:41:00Z', format: "dd LLL HH:mm 'y'" },
  { raw: '01-10 08:30', want: '2026-01-10T00:30:00Z', format: 'MM-dd HH:mm' },
  { raw: '01-23 08:30', want: '2025-01-23T13:30:00Z', format: 'MM-dd HH:mm', timezone: 'America/New_York' },
  { raw: '10. 08:30', want: '2026-01-10T00:30:00Z', format: 'd. HH:mm' },
  { raw: '08:30', want: '2026-01-15T00:30:00Z', format: 'HH:mm' },
  { raw: '08:30', want: '2026-01-15T00:30:00Z', format: 'T' },
]

const eastAsian: readonly Row[] = [
  { raw: '2022年01月23日 20:41', want: '2022-01-23T12:41:00Z' },
  { raw: '2022年1月23日20时41分04秒', want: '2022-01-23T12:41:04Z' },
  { raw: '2022年1月23日 8时', want: '2022-01-23T00:00:00Z' },
  { raw: '2022年1月23日 下午8:41', want: '2022-01-23T12:41:00Z' },
  { raw: '2022年1月23日 下午8:41 GMT+9', want: '2022-01-23T11:41:00Z' },
  { raw: '2022年1月23日晚上8点半', want: '2022-01-23T12:30:00Z' },
  { raw: '2022年1月23日 中午12:30', want: '2022-01-23T04:30:00Z' },
  { raw: '2022年1月23日 中午11:30', want: '2022-01-23T03:30:00Z' },
  { raw: '2022年1月23日 凌晨12:30', want: '2022-01-22T16:30:00Z' },
  { raw: '2022年1月23日 星期日', want: '2022-01-22T16:00:00Z' },
  { raw: '2026年1月2日 星期五', want: '2026-01-01T16:00:00Z' },
  { raw: '2022年1月23日（周日） 08:05', want: '2022-01-23T00:05:00Z' },
  { raw: '2022年 01月 23日 星期日 20:41:04 CST', want: '2022-01-23T12:41:04Z' },
  { raw: '2022年1月', want: '2021-12-31T16:00:00Z' },
  { raw: '２０２２－０１－２３　２０：４１', want: '2022-01-23T12:41:00Z' },
  { raw: '二〇二二年一月二十三日', want: '2022-01-22T16:00:00Z' },
  { raw: '二零二二年十二月三十一日 二十时四十一分', want: '2022-12-31T12:41:00Z' },
  { raw: '二〇二二年十月十日 十时零五分', want: '2022-10-10T02:05:00Z' },
  { raw: '民國111年1月23日', want: '2022-01-22T16:00:00Z' },
  { raw: '2022年1月23日20時41分', want: '2022-01-23T11:41:00Z', timezone: 'Asia/Tokyo' },
  { raw: '2022年1月23日(日) 午後8時41分', want: '2022-01-23T11:41:00Z', timezone: 'Asia/Tokyo' },
  { raw: '2022年1月23日 日曜日', want: '2022-01-22T15:00:00Z', timezone: 'Asia/Tokyo' },
  { raw: '令和4年1月23日', want: '2022-01-22T15:00:00Z', timezone: 'Asia/Tokyo' },
  { raw: '令和元年5月1日', want: '2019-04-30T15:00:00Z', timezone: 'Asia/Tokyo' },
  { raw: '2022년 1월 23일 일요일 오후 8:41', want: '2022-01-23T11:41:00Z', timezone: 'Asia/Seoul' },
  { raw: '2022년 1월 23일 20시 41분 04초', want: '2022-01-23T11:41:04Z', timezone: 'Asia/Seoul' },
  { raw: '2004년 05월 28일  01:31:15', want: '2004-05-27T16:31:15Z', timezone: 'Asia/Seoul' },
  { raw: '2004-05-25 오후 11:23:17', want: '2004-05-25T14:23:17Z', timezone: 'Asia/Seoul' },
  { raw: '2022. 1. 23. 오전 12:41', want: '2022-01-22T15:41:00Z', timezone: 'Asia/Seoul' },
  { raw: '2022年2月30日', want: null },
  { raw: '2022年13月1日', want: null },
  { raw: '年月日', want: null },
]

const european: readonly Row[] = [
  { raw: '23. Januar 2022, 20:41 Uhr', want: '2022-01-23T19:41:00Z' },
  { raw: 'Sonntag, 23. Januar 2022 um 20.41 Uhr', want: '2022-01-23T19:41:00Z' },
  { raw: 'Montag, den 24. Jänner 2022', want: '2022-01-23T23:00:00Z' },
  { raw: '3. März 2022', want: '2022-03-02T23:00:00Z' },
  { raw: 'mar. 25 janv. 2022', want: '2022-01-24T23:00:00Z' }, // mardi, not mars
  { raw: 'lundi 24 janvier 2022', want: '2022-01-23T23:00:00Z' },
  { raw: '1er février 2022 à 20h41', want: '2022-02-01T19:41:00Z' },
  { raw: '23 janv. 2022 à 20 h 41 min', want: '2022-01-23T19:41:00Z' },
  { raw: '23 août 2022', want: '2022-08-22T22:00:00Z' },
  { raw: 'mer, 16 nov 2022 00:38:15 +0100', want: '2022-11-15T23:38:15Z' },
  { raw: 'domingo, 23 de enero de 2022 a las 20:41', want: '2022-01-23T19:41:00Z' },
  { raw: '23 de enero de 2022 8:41 p. m.', want: '2022-01-23T19:41:00Z' },
  { raw: 'Seg, 24 Set 2018 19:42:40 -0300', want: '2018-09-24T22:42:40Z' },
  { raw: '23 de março de 2022 às 20h41', want: '2022-03-23T19:41:00Z' },
  { raw: '23 gennaio 2022 alle ore 20:41', want: '2022-01-23T19:41:00Z' },
  { raw: '23 januari 2022 om 20:41', want: '2022-01-23T19:41:00Z' },
  { raw: 'den 23 maj 2022 kl. 20:41', want: '2022-05-23T18:41:00Z' },
  { raw: '23. januar 2022 kl. 20.41', want: '2022-01-23T19:41:00Z' },
  { raw: '23. marraskuuta 2022 klo 20.41', want: '2022-11-23T19:41:00Z' },
  { raw: '23 października 2022', want: '2022-10-22T22:00:00Z' },
  { raw: '23. července 2022', want: '2022-07-22T22:00:00Z' },
  { raw: '23. 1. 2022 20:41', want: '2022-01-23T19:41:00Z' },
  { raw: '2022. január 23., 20:41', want: '2022-01-23T19:41:00Z' },
  { raw: '2004-július-13T9:15-05:00', want: '2004-07-13T14:15:00Z' },
  { raw: '23 Ağustos 2022 20:41', want: '2022-08-23T18:41:00Z' },
  { raw: '23 января 2022 г. в 20:41', want: '2022-01-23T19:41:00Z' },
  { raw: 'воскресенье, 23 мая 2022, 20:41', want: '2022-05-23T18:41:00Z' },
  { raw: '23 янв 2022', want: '2022-01-22T23:00:00Z' },
  { raw: '23 січня 2022', want: '2022-01-22T23:00:00Z' },
  { raw: 'Κυρ, 11 Ιούλ 2004 12:00:00 EST', want: '2004-07-11T17:00:00Z' },
  { raw: 'juin 23 2022', want: '2022-06-22T22:00:00Z' },
  { raw: '23 jui 2022', want: null }, // June or July
  { raw: '23 Foo 2022', want: null },
]

const yearless: readonly Row[] = [
  { raw: '1月10日 08:30', want: '2026-01-10T00:30:00Z' },
  { raw: '1月23日 08:30', want: '2025-01-23T00:30:00Z' },
  { raw: '1月16日 08:30', want: '2026-01-16T00:30:00Z' }, // a clock ahead, not last year
  { raw: '1月16日 12:30', want: '2025-01-16T04:30:00Z' },
  { raw: '12月31日', want: '2025-12-30T16:00:00Z' },
  { raw: '2月29日', want: '2024-02-28T16:00:00Z' },
  { raw: '2月30日', want: null },
  { raw: '1월 10일 오후 3시', want: '2026-01-10T07:00:00Z' },
  { raw: '01-10 08:30', want: '2026-01-10T00:30:00Z' },
  { raw: '01-10 08:30', want: null, timezone: 'Europe/Berlin' }, // October or January
  { raw: 'Jan 10 08:30', want: '2026-01-10T00:30:00Z' },
  { raw: '23 Jan, 10:00', want: '2025-01-23T02:00:00Z' },
  { raw: '23. Dezember 10:00', want: '2025-12-23T02:00:00Z' },
  { raw: '1月1日 08:30', want: '2026-01-01T00:30:00Z', now: '2025-12-31T23:00:00Z' },
  { raw: '1月1日 08:30', want: '2025-01-01T00:30:00Z', now: '2025-12-30T23:00:00Z' },
]

const relative: readonly Row[] = [
  { raw: '刚刚', want: '2026-01-15T04:00:00Z' },
  { raw: 'just now', want: '2026-01-15T04:00:00Z' },
  { raw: '30秒前', want: '2026-01-15T03:59:30Z' },
  { raw: '5分钟前', want: '2026-01-15T03:55:00Z' },
  { raw: '半小时前', want: '2026-01-15T03:30:00Z' },
  { raw: '3小时前', want: '2026-01-15T01:00:00Z' },
  { raw: '十二小时前', want: '2026-01-14T16:00:00Z' },
  { raw: '25 小时前', want: '2026-01-14T03:00:00Z' },
  { raw: '3小時前', want: '2026-01-15T01:00:00Z' },
  { raw: '5分鐘前', want: '2026-01-15T03:55:00Z' },
  { raw: '3時間前', want: '2026-01-15T01:00:00Z' },
  { raw: '5分前', want: '2026-01-15T03:55:00Z' },
  { raw: '3시간 전', want: '2026-01-15T01:00:00Z' },
  { raw: '5분 전', want: '2026-01-15T03:55:00Z' },
  { raw: '2일 전', want: '2026-01-12T16:00:00Z' },
  { raw: '1天前', want: '2026-01-13T16:00:00Z' },
  { raw: '2周前', want: '2025-12-31T16:00:00Z' },
  { raw: '3ヶ月前', want: '2025-10-14T16:00:00Z' },
  { raw: '3개월 전', want: '2025-10-14T16:00:00Z' },
  { raw: '3个月前', want: '2025-10-14T16:00:00Z' },
  { raw: '今天', want: '2026-01-14T16:00:00Z' },
  { raw: '今天 10:00', want: '2026-01-15T02:00:00Z' },
  { raw: '今天 23:00', want: '2026-01-15T15:00:00Z' },
  { raw: '今早 8:00', want: '2026-01-15T00:00:00Z' },
  { raw: '昨天', want: '2026-01-13T16:00:00Z' },
  { raw: '昨天 08:30', want: '2026-01-14T00:30:00Z' },
  { raw: '昨天08:30', want: '2026-01-14T00:30:00Z' },
  { raw: '昨天 下午3点半', want: '2026-01-14T07:30:00Z' },
  { raw: '昨晚 20:30', want: '2026-01-14T12:30:00Z' },
  { raw: '昨晚8:30', want: '2026-01-14T12:30:00Z' },
  { raw: '前天 10:00', want: '2026-01-13T02:00:00Z' },
  { raw: '大前天 10:00', want: '2026-01-12T02:00:00Z' },
  { raw: '昨日 10:00', want: '2026-01-14T02:00:00Z' },
  { raw: '어제 오후 3:30', want: '2026-01-14T07:30:00Z' },
  { raw: '2 hours ago', want: '2026-01-15T02:00:00Z' },
  { raw: 'an hour ago', want: '2026-01-15T03:00:00Z' },
  { raw: '5 mins ago', want: '2026-01-15T03:55:00Z' },
  { raw: '1 day, 3 hours ago', want: '2026-01-14T01:00:00Z' },
  { raw: '3 days ago', want: '2026-01-11T16:00:00Z' },
  { raw: 'a year ago', want: '2025-01-14T16:00:00Z' },
  { raw: 'yesterday', want: '2026-01-13T16:00:00Z' },
  { raw: 'Yesterday, 08:30', want: '2026-01-14T00:30:00Z' },
  { raw: 'yesterday at 5:30 PM', want: '2026-01-14T09:30:00Z' },
  { raw: 'today 10:00', want: '2026-01-15T02:00:00Z' },
  // the source's day, not London's
  { raw: '昨天', want: '2026-01-14T16:00:00Z', now: '2026-01-15T20:00:00Z' },
  { raw: 'yesterday', want: '2026-01-13T05:00:00Z', timezone: 'America/New_York', now: '2026-01-15T04:00:00Z' },
  { raw: 'yesterday 12:00', want: '2022-03-13T16:00:00Z', timezone: 'America/New_York', now: '2022-03-14T14:00:00Z' },
  // hours are hours, also over a change of clocks
  { raw: '12 hours ago', want: '2022-03-13T02:00:00Z', timezone: 'America/New_York', now: '2022-03-13T14:00:00Z' },
  // a part of the text, or no past, is no date
  { raw: 'yesterday-ish', want: null },
  { raw: 'yesterday or so', want: null },
  { raw: 'not yesterday', want: null },
  { raw: '昨天左右', want: null },
  { raw: '3小时前发布', want: null },
  { raw: '昨天 25:00', want: null },
  { raw: 'yesterday 10:00-11:00', want: null },
  { raw: 'yesterday 10:00 UTC', want: null },
  { raw: 'tomorrow', want: null },
  { raw: '明天', want: null },
  { raw: '明天午前10時', want: null },
  { raw: 'in 2 hours', want: null },
  { raw: '3小时后', want: null },
  { raw: 'Friday', want: null },
  { raw: '5000 hours ago', want: null },
]

const never: readonly Row[] = [
  { raw: 'Wed, 30 Feb 2022 10:00:00 GMT', want: null },
  { raw: '2026-02-30T25:61:61Z', want: null },
  { raw: '2022-01-23T25:00:00Z', want: null },
  { raw: '2022-01-23T20:60:00Z', want: null },
  { raw: '2022-01-23T20:41:61Z', want: null },
  { raw: '2022-01-23T24:00:01Z', want: null },
  { raw: '2022-13-01', want: null },
  { raw: '2022-00-10', want: null },
  { raw: '2022-01-00', want: null },
  { raw: '2023-02-29', want: null },
  { raw: '2022-W53', want: null },
  { raw: '2022-W00', want: null },
  { raw: '2022-366', want: null },
  { raw: '2022-000', want: null },
  { raw: '0000-00-00T00:00:00Z', want: null },
  { raw: '0000-00-00 00:00:00', want: null },
  { raw: '0103-12-13T18:30:02Z', want: null },
  { raw: '0099-01-01T00:00:00Z', want: null },
  { raw: '0001-01-01T00:00:00', want: null },
  { raw: '1969-12-31T23:59:59Z', want: null },
  { raw: 'Thu, 01 Jan 1970 00:00:00 GMT', want: null }, // a clock never set
  { raw: '2201-01-01T00:00:00Z', want: null },
  { raw: '+2022-01-23', want: null },
  { raw: '-2022-01-23', want: null },
  { raw: 'Sat, 01 Jan 99999 00:00:00 GMT', want: null },
  { raw: 'Fri, 02 Jan 2026 03:04:05 +9999', want: null },
  { raw: 'Fri, 02 Jan 2026 03:04:05 +0860', want: null },
  { raw: 'Fri, 02 Jan 2026 03:04:05 +1500', want: null },
  { raw: '12:30 am', want: null },
  { raw: '20:41:04', want: null },
  { raw: '0', want: null },
  { raw: '-1', want: null },
  { raw: '99999', want: null },
  { raw: '123456789', want: null },
  { raw: '9999999999', want: null },
  { raw: '1642941664123456', want: null },
  { raw: '9999999999999999999999999999999999999999', want: null },
  { raw: '1e9', want: null },
  { raw: '2022-01-23 or so', want: null },
  { raw: '2022-01-23 ish', want: null },
  { raw: '2022-01-23 20:41 ish', want: null },
  { raw: '2022-01-23T20:41:04Z2022-01-23T20:41:04Z', want: null },
  { raw: 'about 2022', want: null },
  { raw: '{{ site.time | date_to_rfc822 }}', want: null },
  { raw: 'Invalid Date', want: null },
  { raw: '', want: null },
  { raw: '2022-01-23'.padEnd(5000, ' x'), want: null },
  { raw: `2022-01-23T20:41:04.${'0'.repeat(100)}Z`, want: null },
  { raw: `2022-01-23${' '.repeat(5000)}`, want: null },
]

const groups = { explicit, zoneless, ordered, eastAsian, european, yearless, relative, never }

function read({ raw, timezone, format, now }: Row, home: string): string | null {
  const at = readDate(raw, {
    timezone: timezone ?? home,
    format: format ?? null,
    now: now === undefined ? shanghai.now : Date.parse(now),
  })
  return at === null ? null : new Date(at).toISOString()
}

function homeOf(group: string): string {
  return group === 'european' ? 'Europe/Berlin' : shanghai.timezone
}

for (const [group, rows] of Object.entries(groups)) {
  describe(group, () => {
    for (const row of rows) {
      const { raw, want, format, timezone, now } = row
      test(`${raw.slice(0, 80)} (${[format, timezone, now].filter(Boolean).join(', ') || 'at home'}) is ${want ?? 'no date'}`, () => {
        expect(read(row, homeOf(group))).toBe(want === null ? null : new Date(want).toISOString())
      })
    }
  })
}

describe('the zone and the clock of this machine do not matter', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.useRealTimers()
  })

  const machines = [
    { zone: 'Pacific/Apia', minutesInJuly2022: -780 },
    { zone: 'America/New_York', minutesInJuly2022: 240 },
    { zone: 'Europe/London', minutesInJuly2022: -60 },
    { zone: 'Asia/Kathmandu', minutesInJuly2022: -345 },
  ]
  for (const { zone, minutesInJuly2022 } of machines) {
    test(zone, () => {
      vi.stubEnv('TZ', zone)
      expect(new Date(2022, 6, 1).getTimezoneOffset()).toBe(minutesInJuly2022)
      // on the night its clocks change, in another year than `now`
      vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2022, 2, 13, 7, 30) })
      for (const [group, rows] of Object.entries(groups)) {
        const got = rows.map((row) => [row.raw, read(row, homeOf(group))])
        expect(got).toEqual(rows.map(({ raw, want }) => [raw, want === null ? null : new Date(want).toISOString()]))
      }
    })
  }
})

const instants = fc.integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2199, 0, 1) / 1000 })

test('any instant is read back from the ways machines write it', () => {
  fc.assert(
    fc.property(instants, (seconds) => {
      const date = new Date(seconds * 1000)
      const iso = date.toISOString()
      const compact = iso.replace(/[-:]|\.000/g, '')
      for (const text of [iso, iso.toLowerCase(), compact, date.toUTCString(), date.toString()])
        expect(readDate(text, shanghai)).toBe(seconds * 1000)
    }),
  )
})

test('any day is read back from the ways people write it', () => {
  const ways: readonly ((date: Date) => string)[] = [
    (date) => `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`,
    (date) => `${date.getUTCFullYear()}. ${date.getUTCMonth() + 1}. ${date.getUTCDate()}.`,
    ...[
      'en',
      'de',
      'fr',
      'es',
      'pt',
      'it',
      'nl',
      'sv',
      'da',
      'nb',
      'fi',
      'pl',
      'cs',
      'ro',
      'ru',
      'uk',
      'el',
      'tr',
      'id',
      'ca',
      'ja',
      'ko',
      'zh',
      'hu',
    ].map((locale) => {
      const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
      return (date: Date) => format.format(date)
    }),
  ]
  fc.assert(
    fc.property(instants, fc.constantFrom(...ways), (seconds, write) => {
      const day = Math.floor(seconds / 86_400) * 86_400_000
      expect([write(new Date(day)), readDate(write(new Date(day)), { ...shanghai, timezone: 'UTC' })]).toEqual([write(new Date(day)), day])
    }),
    { numRuns: 1000 },
  )
})

test('any text is a date of our times or none', () => {
  const pieces = fc.constantFrom(
    ...[
      '2022',
      '22',
      '-',
      '/',
      ':',
      ' ',
      ' ',
      '23',
      'Jan',
      'mai',
      'Feb 31',
      '年',
      '月',
      '日',
      '十',
      '下午',
      '半',
      '+08:00',
      'Z',
      'T',
      'W',
      '24',
      '99',
      '.',
      ',',
    ],
    ...[
      '(',
      ')',
      '\\',
      '昨天',
      '前',
      '小时',
      'hours',
      'ago',
      'yesterday',
      'de',
      'à',
      '20h41',
      'GMT',
      '令和',
      '元',
      '시',
      '전',
      '[',
      ']',
      'm=',
      '--',
    ],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 30 }).map((all) => all.join('')),
  )
  const formats = fc.constantFrom(null, null, 'dd/MM/yyyy', 'MM-dd', 'HH:mm', "'", 'd', 'zzz')
  fc.assert(
    fc.property(texts, formats, fc.constantFrom('Asia/Shanghai', 'America/New_York', 'UTC'), (text, format, timezone) => {
      const at = readDate(text, { timezone, format, now: shanghai.now })
      expect(at === null || (at > 0 && at < Date.UTC(2201, 0, 1))).toBe(true)
    }),
    { numRuns: 3000 },
  )
})
