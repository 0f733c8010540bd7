// What our hub asks of the inside. The callback is asked at once, by the process that was asked: there may be no service beside it.
import { messageOf } from '../base/errors.ts'
import type { Deps } from '../jobs/deps.ts'
import type { Lending } from '../jobs/lending.ts'
import { askHub } from '../jobs/push/hub-ask.ts'
import { answerRequests } from '../jobs/push/hub-verify.ts'
import { ownHub } from '../model/hubs.ts'
import type { HubDesk } from '../serve/hub.ts'

export function hubDesk(lent: Lending<Deps>): HubDesk {
  const verify = (callback: string) => {
    const { host } = new URL(callback)
    lent
      .use((deps) => answerRequests(host, deps))
      // What was cut off is asked by whoever serves next.
      .catch((error: unknown) => lent.current.log.debug({ host, error: messageOf(error) }, 'a subscriber could not be asked yet'))
  }
  return {
    isOpen: () => ownHub(lent.current.settings) !== null,
    ask: async (wish) => {
      const answer = await lent.use((deps) => askHub(wish, deps))
      if (answer === 'taken') verify(wish.callback)
      return answer
    },
  }
}
