/**
 * The whole module as an emulator: what `spec/module/step.md` says of a run, on mutable state. Fast because all state
 * is numbers in flat arrays, programs are rows of a table, and what a world determines is worked out when it is made:
 * to load a run is to copy the cells of the start and to clear the pages that the last run touched.
 */

import { trapNumber } from '../spec/hal/vocabulary.ts'
import type { Translation } from '../spec/mmu/vocabulary.ts'
import type { Costs, Digest, Run, State, World } from '../spec/module/vocabulary.ts'
import type { Address } from '../spec/words/vocabulary.ts'
import { accessed, contextCell, coreCell, coreCells, level, type Cores } from './hal.ts'
import { abstraction } from './module-abstraction.ts'
import { everyCoreArrived, Order } from './module-order.ts'
import { partsOf, type Parts } from './module-parts.ts'
import { consumedCell, operation, operationBits, row, rowCells, sizeShift, type Script } from './module-programs.ts'
import { fromSupervisor, type Services } from './partition-services.ts'
import { work, type Partitions } from './partition.ts'
import { leaderOf, nobody, partitionOf, type Clock } from './time.ts'
import type { Restorable } from './words.ts'

export class Emulator {
  readonly #parts: Parts
  /** What a run changes and the next takes back. */
  readonly #stateful: readonly Restorable[]
  readonly #costs: Costs
  readonly #cyclesPerTick: number
  readonly #cores: Cores
  readonly #clock: Clock
  readonly #partitions: Partitions
  readonly #services: Services
  readonly #script: Script
  readonly #order: Order
  /** The cells of the cores, and of what was consumed. */
  readonly #now: Float64Array
  readonly #consumed: Float64Array

  constructor(world: World) {
    const parts = partsOf(world)
    this.#parts = parts
    this.#costs = world.platform.costs
    this.#cyclesPerTick = world.platform.cyclesPerTick
    this.#cores = parts.cores
    this.#clock = parts.clock
    this.#partitions = parts.partitions
    this.#services = parts.services
    this.#script = parts.script
    this.#order = new Order(parts.cores, parts.script)
    this.#stateful = [parts.memory, parts.cores.cells, parts.mmu.registers, parts.clock, parts.partitions.cells]
    this.#now = parts.cores.cells.now
    this.#consumed = parts.script.cells.now
    this.#boot()
  }

  /** The state after tick 0, to which every run returns. */
  #boot(): void {
    for (let core = 0; core < this.#cores.count; core++) {
      this.#now[core * coreCells + coreCell.timer] = this.#cyclesPerTick
      this.#partitions.leave(core)
    }
    for (let core = 0; core < this.#cores.count; core++) this.#dispatch(core)
    this.#clock.lookAhead()
    for (const part of this.#stateful) part.seal()
    this.load({ programs: [], events: [], choices: [] })
  }

  /** Back to the start, with these programs, events and choices. */
  load(run: Run): void {
    for (const part of this.#stateful) part.rollback()
    for (let core = 0; core < this.#cores.count; core++) this.#cores.mmu.flush(core)
    this.#script.load(run)
  }

  get left(): boolean {
    return this.#consumed[consumedCell.left] !== 0
  }

  steps(n: number): void {
    for (let i = 0; i < n; i++) this.step()
  }

  step(): void {
    if (this.left) return
    const core = this.#order.next()
    if (core === everyCoreArrived) this.#tick()
    else if (this.#script.due[core] <= this.#now[core * coreCells + coreCell.at]) this.#event(core)
    else this.#work(core)
  }

  /** What a core's work makes it do: where it can be interrupted, until the core's timer or its next event. */
  #work(core: number): void {
    const now = this.#now
    const at = core * coreCells
    const until = Math.min(now[at + coreCell.timer], this.#script.due[core])
    const runner = this.#clock.runner(core)
    switch (runner === nobody ? work.idle : now[at + coreCell.context + contextCell.work]) {
      case work.none:
        this.#effect(core, partitionOf(runner), until)
        break
      case work.compute:
        this.#compute(core, until)
        break
      case work.call:
        this.#services.serve(core, partitionOf(runner))
        this.#cores.spend(core, this.#costs.service)
        break
      case work.trap:
        this.#partitions.halt(partitionOf(runner))
        this.#cores.spend(core, this.#costs.service)
        break
      case work.reload:
        if (this.#advance(core, until)) this.#partitions.reloaded(partitionOf(runner), core)
        break
      default:
        now[at + coreCell.at] = until
    }
  }

  #event(core: number): void {
    this.#clock.request(this.#script.takeEvent(core))
    this.#cores.spend(core, this.#costs.interrupt)
  }

  /** What was begun goes on until it is finished or until an instant; whether it is finished. */
  #advance(core: number, until: number): boolean {
    const now = this.#now
    const at = core * coreCells
    const left = now[at + coreCell.context + contextCell.argument]
    const time = until - now[at + coreCell.at]
    const spent = Math.min(left, time)
    now[at + coreCell.at] += spent
    now[at + coreCell.context + contextCell.argument] = left - spent
    return left <= time
  }

  #compute(core: number, until: number): void {
    if (this.#advance(core, until)) this.#begin(core, work.none, 0)
  }

  #begin(core: number, begun: number, argument: number): void {
    const at = this.#cores.context(core)
    this.#now[at + contextCell.work] = begun
    this.#now[at + contextCell.argument] = argument
  }

  /** The next effect of the program of partition `p`. */
  #effect(core: number, p: number, until: number): void {
    const consumed = this.#consumed
    const done = consumed[consumedCell.effects + p]
    const now = this.#now
    if (done >= this.#script.lengths[p]) {
      now[core * coreCells + coreCell.at] = until
      return
    }
    const code = this.#script.code
    const at = this.#script.starts[p] + done * rowCells
    const context = this.#cores.context(core)
    const result = now[context + contextCell.low] | 0
    const what = code[at + row.what]
    const first = (result & code[at + row.firstMask]) + code[at + row.first]
    const second = (result & code[at + row.secondMask]) + code[at + row.second]
    switch (what & ((1 << operationBits) - 1)) {
      case operation.access:
        if (!this.#access(core, what, first >>> 0, second | 0)) return
        break
      case operation.compute:
        this.#begin(core, work.compute, first * 2 ** 32 + (second >>> 0))
        this.#compute(core, until)
        break
      case operation.call: {
        const from = now[context + contextCell.level]
        this.#trap(core, work.call, (what >> operationBits) + from * fromSupervisor)
        now[context + contextCell.first] = first >>> 0
        now[context + contextCell.second] = second >>> 0
        now[context + contextCell.name] = code[at + row.name]
        this.#cores.spend(core, this.#costs.trap)
        break
      }
      default:
        this.#privileged(core)
    }
    consumed[consumedCell.effects + p] = done + 1
  }

  #privileged(core: number): void {
    const { access, trap } = this.#costs
    const refused = this.#now[this.#cores.context(core) + contextCell.level] === level.user
    if (refused) this.#trap(core, work.trap, trapNumber.privileged_instruction)
    this.#cores.spend(core, refused ? access + trap : access)
  }

  /** An access, and the trap it may raise. False if it left what is specified: nothing then has changed but that. */
  #access(core: number, what: number, virtual: number, value: number): boolean {
    const { access, trap } = this.#costs
    const kind = (what & ((1 << sizeShift) - 1)) >> operationBits
    const outcome = this.#cores.access(core, kind, what >> sizeShift, virtual, value)
    if (outcome === accessed.left) {
      this.#order.giveBack()
      this.#consumed[consumedCell.left] = 1
      return false
    }
    if (outcome !== accessed.done) this.#trap(core, work.trap, outcome)
    this.#cores.spend(core, outcome === accessed.done ? access : access + trap)
    return true
  }

  /** To supervisor level, with work for the kernel. */
  #trap(core: number, begun: number, argument: number): void {
    this.#now[this.#cores.context(core) + contextCell.level] = level.supervisor
    this.#begin(core, begun, argument)
  }

  /** The clock tick, over all cores. */
  #tick(): void {
    const now = this.#now
    let latest = 0
    let charged = 0
    for (let core = 0; core < this.#cores.count; core++) {
      latest = Math.max(latest, now[core * coreCells + coreCell.at])
      const p = leaderOf(this.#clock.runner(core))
      if (p < 0 || (charged >>> p) & 1) continue
      charged |= 1 << p
      this.#partitions.charge(p)
    }
    const dispatched = this.#clock.advance() ? this.#turn() : 0
    const { tick, dispatch } = this.#costs
    for (let core = 0, at = 0; core < this.#cores.count; core++, at += coreCells) {
      now[at + coreCell.at] = latest + ((dispatched >>> core) & 1 ? tick + dispatch : tick)
      now[at + coreCell.timer] += this.#cyclesPerTick
    }
  }

  /** Windows end: their owners are switched out, a schedule may take over, the next windows are dispatched. */
  #turn(): number {
    let ending = 0
    for (let core = 0; core < this.#cores.count; core++) {
      if (!this.#clock.ends(core)) continue
      ending |= 1 << core
      const p = leaderOf(this.#clock.runner(core))
      if (p >= 0) this.#partitions.switchOut(p, core)
    }
    if (this.#clock.turnFrame()) this.#partitions.enterSchedule(this.#clock.schedule)
    for (let core = 0; core < this.#cores.count; core++) if ((ending >>> core) & 1) this.#dispatch(core)
    this.#clock.lookAhead()
    return ending
  }

  /** The next window of a core begins. */
  #dispatch(core: number): void {
    const runner = this.#clock.open(core)
    if (runner !== nobody) this.#cores.mmu.load(core, partitionOf(runner))
    const leader = leaderOf(runner)
    if (leader < 0) this.#partitions.leave(core)
    else this.#partitions.switchIn(leader, core)
  }

  /** 64 bits that two equal states share. */
  digest(): Digest {
    return this.#parts.digester.digest()
  }

  /** The state that the specification speaks of. */
  abstract(): State {
    return abstraction(this.#parts)
  }

  /** The word of concrete memory that holds a physical byte; 0 where there is none. */
  physicalWord(at: Address): number {
    return this.#parts.memory.peek(at) >>> 0
  }

  /** What the concrete TLB of a core holds. */
  cachedTranslations(core: number): Translation[] {
    return this.#cores.mmu.cachedTranslations(core)
  }
}
