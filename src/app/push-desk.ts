// Hubs and their subscriptions, for the server.
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { answerHub, receives, takePush, visitInstead } from '../jobs/push/hub-calls.ts'
import type { PushDesk } from '../serve/push-in.ts'

export function pushDesk(lent: Lending<Deps>): PushDesk {
  return {
    answer: (callback, question) => lent.use((deps) => answerHub(callback, question, deps)),
    receives: (callback) => lent.use((deps) => receives(callback, deps)),
    take: (callback, push) => lent.use((deps) => takePush(callback, push, deps)),
    visitInstead: (callback) => lent.use((deps) => visitInstead(callback, deps)),
  }
}
