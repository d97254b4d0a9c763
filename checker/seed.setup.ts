/** Tests draw the same cases in every run, unless BULKHEAD_SEED names other ones: a change is what makes a test fail, not the day. */

import fc from 'fast-check'

const asked = Number(process.env['BULKHEAD_SEED'])

fc.configureGlobal({ seed: Number.isInteger(asked) ? asked : 653 })
