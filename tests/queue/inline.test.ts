import { inlineQueue } from '../../src/queue/inline.ts'
import { queueContract } from '../contract/queue.ts'

queueContract('The queue in this process', async (opening) => inlineQueue(opening))
