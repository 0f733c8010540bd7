// The nouns that render's tests are about; each test names only what it is about.
import type { Entry } from '../../src/model/entry.ts'
import type { Category } from '../../src/model/publication.ts'
import type { SiteSettings } from '../../src/model/settings.ts'

export const site: SiteSettings = {
  id: 'news.example',
  title: '金融消息',
  description: '按媒体分类的财经新闻',
  url: 'https://news.example/',
  language: 'zh-CN',
  timezone: 'Asia/Shanghai',
  licence: null,
  contact: null,
  icon: 'assets/icon.svg',
  stylesheet: null,
  search: true,
}

export function sampleCategory(about: Partial<Category> = {}): Category {
  const name = about.name ?? '国际商报'
  return {
    slug: 'guojishangbao',
    name,
    title: name,
    description: null,
    group: null,
    order: null,
    icon: null,
    entries: 1,
    updated: Date.UTC(2022, 0, 23, 13),
    ...about,
  }
}

export function sampleEntry(about: Partial<Entry> = {}): Entry {
  return {
    id: 'tag:news.example,2022:0123456789abcdef0123456789abcdef',
    keys: ['infoCode:NW202201232257818698'],
    source: 'finews-102',
    sources: ['finews-102'],
    categories: ['guojishangbao'],
    title: '黑龙江商务聚焦主线谋发展',
    url: 'https://origin.example/html_News/NewsShare.html?infoCode=NW202201232257818698',
    summary: '1月13日，黑龙江省商务工作会议召开。',
    contentHtml: '<p>1月13日，<b>黑龙江省</b>商务工作会议召开。</p>',
    authors: [],
    publisher: '国际商报',
    tags: [{ name: '国际商报新闻', scheme: null }],
    enclosures: [],
    language: null,
    origin: null,
    datePublished: Date.UTC(2022, 0, 23, 12, 41, 4),
    dateModified: null,
    firstSeen: Date.UTC(2022, 0, 23, 12, 45),
    listed: Date.UTC(2022, 0, 23, 12, 45),
    revision: 1,
    path: 'guojishangbao/2022/01/23/NW202201232257818698.html',
    retraction: null,
    ...about,
  }
}
