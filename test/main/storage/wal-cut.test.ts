import { test } from 'vitest'
import { CUTS, expectPrefixes } from './support/cut-log.ts'

test(`a log cut at ${CUTS} places holds the first of the acknowledged epochs, and the database is sound`, () =>
  expectPrefixes(CUTS, 'cut'))

test(`so does one whose last frame ends in zeros, at ${CUTS} places`, () => expectPrefixes(CUTS, 'zero'))
