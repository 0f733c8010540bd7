import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { jekyllStarter } from '../../src/render/jekyll-starter.ts'
import { site } from './samples.ts'

function configOf(about: Partial<typeof site>): unknown {
  const config = jekyllStarter({ ...site, ...about }).find(({ path }) => path === '_config.yml')
  return parse(config?.text ?? '', { version: '1.1' })
}

test('a new Jekyll site is the one that config describes', () => {
  expect(configOf({ url: 'https://news.example/sub/' })).toEqual({
    title: '金融消息',
    description: '按媒体分类的财经新闻',
    url: 'https://news.example',
    baseurl: '/sub',
    lang: 'zh-CN',
    timezone: 'Asia/Shanghai',
    permalink: '/:categories/:year/:month/:day/:title.html',
    future: true,
  })
})

test('any title is one line of its config', () => {
  const title = 'a: "b" \\ # {{ x }}'
  expect(configOf({ title, url: 'https://news.example/' })).toMatchObject({ title, baseurl: '' })
})
