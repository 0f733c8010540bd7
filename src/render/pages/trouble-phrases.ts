// What the names of failures mean. Messages are recorded in English, which is also what names are in: there nothing is to be said.
import type { Code } from '../../base/errors.ts'
import type { SiteSettings } from '../../model/settings.ts'
import type { TroubleName } from '../../model/troubles.ts'
import { type ChromeLanguage, languageOf } from '../languages.ts'

type Meanings = Readonly<Partial<Record<Code | TroubleName, string>>>

const meanings: Readonly<Record<ChromeLanguage, Meanings>> = {
  en: {},
  zh: {
    timeout: '超时：对方没有及时应答',
    dns: '域名无法解析',
    refused: '无法连接',
    blocked: '按规定不访问：内网地址、被禁止的端口或 robots.txt',
    tls: '证书或加密连接有问题',
    protocol: '应答不符合 HTTP 协议',
    truncated: '应答不完整，中途断开',
    'too-large': '应答超过大小限制',
    bomb: '压缩内容解开后大得异常',
    'redirect-loop': '重定向次数过多或循环',
    'redirect-blocked': '重定向到不允许访问的地址',
    'http-status': '对方返回了错误状态码',
    'rate-limited': '对方要求降低访问频率',
    gone: '对方称此地址已永久移除（410）',
    empty: '应答没有内容',
    charset: '无法识别文字编码，或内容是乱码',
    'not-a-feed': '不是可以读取的订阅源',
    xml: 'XML 无法解析',
    json: 'JSON 无法解析',
    shape: '内容不符合配置中的规则：网页或接口可能已改版',
    limits: '内容超出处理限制',
    internal: '程序内部错误',
    'cannot-write': '无法写入：磁盘已满、只读或没有权限',
    'cannot-read': '无法读取',
    'in-use': '正被另一个进程使用',
    'store-damaged': '数据库已损坏',
    'other-site': '属于另一个站点',
    'unknown-entry': '没有这样的文章',
    'unknown-source': '没有这样的来源',
    usage: '写法有误',
    gap: '有遗漏：两次抓取之间的文章可能没有读到',
    drifting: '内容与平时不同：网页可能已改版',
    fallback: '首选规则找不到内容，已改用后备规则',
    moved: '来源已搬家：请修改配置',
  },
}

/** `timeout`, with its meaning where the page speaks another language. */
export function troubleName(name: Code | TroubleName, { language }: Pick<SiteSettings, 'language'>): string {
  const meaning = meanings[languageOf(language)][name]
  return meaning === undefined ? name : `${meaning}（${name}）`
}
