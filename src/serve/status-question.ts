// What an address under /status asks for. What it says that is nothing of ours is left out: an address that is half right shows something.
import { type Health, healths } from '../model/health.ts'
import { type SourceView, sourceOrders } from '../model/source-query.ts'
import { type Deed, deeds } from '../render/pages/status-phrases.ts'

const longestText = 200
const mostPages = 10_000

type Query = Pick<URLSearchParams, 'get' | 'getAll'>

export function viewIn(query: Query): SourceView {
  const wanted = new Set(query.getAll('health'))
  return {
    healths: healths.filter((health: Health) => wanted.has(health)),
    text: (query.get('q') ?? '').trim().slice(0, longestText),
    order: sourceOrders.find((order) => order === query.get('order')) ?? 'health',
    isDescending: query.get('desc') === '1',
  }
}

export function pageIn(query: Query): number {
  const page = Number(query.get('page') ?? 1)
  return Number.isInteger(page) && page >= 1 && page <= mostPages ? page : 1
}

export function deedIn(query: Query): Deed | null {
  return deeds.find((deed) => deed === query.get('done')) ?? null
}
