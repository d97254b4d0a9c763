/** Measures, prints figures and ratios of one run, and says what falls short. User CPU time unless a line says otherwise. */

import { engineFigures } from './engines.ts'
import { printed, shortfalls } from './figures.ts'
import { machineFigures } from './machine.ts'
import { portFigures } from './many-ports.ts'
import { peerFigures, peers } from './peers.ts'
import { programFigures } from './program.ts'

console.log(`bulkhead bench, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`)

const engines = engineFigures()
console.log('Four partitions (examples/satellite.xml), one core, steps a second of user CPU time')
console.log(printed(engines))

const ports = portFigures()
console.log('\nPorts: the same traffic in larger and larger modules, the last of them the largest that AIR allows')
console.log(printed(ports))

const machine = await machineFigures()
console.log('\nThe machine: a LEON3 board, instructions by user CPU time')
console.log(printed(machine))

const program = await programFigures()
console.log('\nThe program')
console.log(printed(program))

const rate = engines.find(({ what }) => what.startsWith('lockstep'))?.value ?? 0
const measured = peers()
console.log('\nPeers, on one small model of theirs (4 partitions, 8 slots): a step there is smaller than one here')
console.log(printed(peerFigures(measured, rate)))
for (const peer of measured) if ('missing' in peer) console.log(`  ${peer.name}: not measured, ${peer.missing}`)

const short = shortfalls([...engines, ...ports, ...machine, ...program])
console.log(
  short.length === 0
    ? '\nEvery figure meets its aim.'
    : `\n${short.length} of the figures fall short: ${short.map(({ what }) => what).join(', ')}`,
)
process.exitCode = short.length === 0 ? 0 : 1
