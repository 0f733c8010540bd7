import { expect, test } from 'vitest'
import { announcedFeeds, detectKind, prologLength } from '../../src/parse/detect.ts'

const kinds: readonly { name: string; text: string; kind: string }[] = [
  { name: 'nothing', text: '\n ', kind: 'empty' },
  { name: 'a JSON object', text: '\n{"a":1}', kind: 'json' },
  { name: 'a feed', text: '<rss/>', kind: 'xml' },
  { name: 'a feed under an HTML doctype', text: '<!DOCTYPE html><rss/>', kind: 'xml' },
  { name: 'a page under a comment', text: '<!-- <rss> --><html></html>', kind: 'page' },
  { name: 'a page that begins anywhere', text: '<!doctype html><style></style>', kind: 'page' },
  { name: 'text', text: 'quota exceeded', kind: 'page' },
]
for (const { name, text, kind } of kinds) test(`${name} is ${kind}`, () => expect(detectKind(text)).toBe(kind))

const prologs: readonly { name: string; prolog: string }[] = [
  { name: 'nothing', prolog: '' },
  { name: 'a declaration', prolog: '<?xml version="1.0"?>\n' },
  { name: 'a declaration with a forgotten question mark', prolog: '<?xml version="1.0">\n' },
  { name: 'a stylesheet instruction', prolog: '<?xml version="1.0"?><?xml-stylesheet href="a>b"?>' },
  { name: 'a comment with tags', prolog: '<!-- <rss> -- > -->' },
  { name: 'a doctype', prolog: '<!DOCTYPE rss PUBLIC "a" "b">' },
  { name: 'a doctype with a subset', prolog: '<!doctype rss [ <!ENTITY a "<x>"> <!ELEMENT y (z)> ] >' },
  { name: 'a doctype whose subset never ends', prolog: '<!DOCTYPE rss [>' },
  { name: 'text', prolog: 'Notice: undefined index ' },
]
for (const { name, prolog } of prologs) {
  test(`the root is found behind ${name}`, () => expect(prologLength(`${prolog}<rss/>`)).toBe(prolog.length))
}

test('a page announces at most 20 feeds, each once', () => {
  const links = Array.from({ length: 50 }, (_, index) => `<link rel=alternate type=application/rss+xml href=/${Math.floor(index / 2)}>`)
  const found = announcedFeeds(`<html><head>${links.join('')}`, 'https://page.example/')
  expect(found).toHaveLength(20)
  expect(found.slice(0, 2)).toEqual(['https://page.example/0', 'https://page.example/1'])
})
