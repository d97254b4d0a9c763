#!/usr/bin/env node
/** The program `bulkhead`: it looks whether this Node can run it, and hands over. */

const NEEDED = 26

const [major = '0'] = process.versions.node.split('.')
if (Number(major) < NEEDED) {
  process.stderr.write(
    `bulkhead needs Node ${NEEDED} or later; this is ${process.version}. In a checkout "npm ci" installs it: run "npx bulkhead", or "npm run bulkhead --".\n`,
  )
  process.exitCode = 2
} else {
  const { started } = await import('./program/main.ts')
  process.exitCode = await started(process.argv.slice(2))
}
