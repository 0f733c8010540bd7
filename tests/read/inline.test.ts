import { inlineReader } from '../../src/read/inline.ts'
import { readerContract } from '../contract/reader.ts'

readerContract('The reader in this process', inlineReader)
