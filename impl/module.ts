/**
 * The whole module as an emulator: what `spec/module/step.md` says of a run, on mutable state. Fast because all state
 * is numbers in flat arrays, programs are rows of a table, and what a world determines is worked out when it is made:
 * to load a run is to copy the cells of the start and to clear the pages that the last run touched.
 */

import { event } from '../spec/guest/vocabulary.ts'
import type { Translation } from '../spec/mmu/vocabulary.ts'
import type { Costs, Digest, Run, State, World } from '../spec/module/vocabulary.ts'
import { startConditionNumber } from '../spec/partition/vocabulary.ts'
import type { Address } from '../spec/words/vocabulary.ts'
import { noTrap, type Processors } from './guest.ts'
import type { ContextProcessors } from './hal-processors.ts'
import type { Windows } from './hal-windows.ts'
import { contextCell, coreCell, coreCells, level, type Cores } from './hal.ts'
import { errorOfTrap, raised, type Monitor } from './health-monitor.ts'
import type { Fate } from './health.ts'
import { outcome } from './hypercall-caller.ts'
import type { Services } from './hypercall.ts'
import { abstraction } from './module-abstraction.ts'
import { Delivery } from './module-delivery.ts'
import { Effects, trapFromSupervisor } from './module-effects.ts'
import { Instructions } from './module-instructions.ts'
import { everyCoreArrived, Order } from './module-order.ts'
import { partsOf, statefulParts, type Parts } from './module-parts.ts'
import { consumedCell, powerFailure, type Script } from './module-programs.ts'
import { notSecondary, type Secondaries } from './partition-secondaries.ts'
import { work, type Partitions } from './partition.ts'
import type { Slack } from './time-slack.ts'
import { leaderOf, nobody, partitionOf, type Clock } from './time.ts'
import type { Restorable } from './words.ts'

export class Emulator {
  readonly #parts: Parts
  readonly #stateful: readonly Restorable[]
  readonly #costs: Costs
  readonly #cyclesPerTick: number
  readonly #cores: Cores
  readonly #contexts: ContextProcessors
  readonly #windows: Windows
  readonly #clock: Clock
  readonly #slack: Slack
  readonly #partitions: Partitions
  readonly #secondaries: Secondaries
  readonly #processors: Processors
  readonly #monitor: Monitor
  readonly #fate: Fate
  readonly #services: Services
  readonly #script: Script
  readonly #order: Order
  readonly #effects: Effects
  readonly #instructions: Instructions
  readonly #delivery: Delivery
  /** The cells of the cores, and of what was consumed. */
  readonly #now: Float64Array
  readonly #consumed: Float64Array
  /** By partition, the trap type that can be delivered to it. */
  readonly #deliverable: Int32Array
  /** By runner, which secondary it is. */
  readonly #secondaryOf: Int32Array
  /** Whether the run was left or has an end. */
  #isOver = false

  constructor(world: World) {
    const parts = partsOf(world)
    this.#parts = parts
    this.#costs = world.platform.costs
    this.#cyclesPerTick = world.platform.cyclesPerTick
    this.#cores = parts.cores
    this.#contexts = parts.contexts
    this.#windows = parts.windows
    this.#clock = parts.clock
    this.#slack = parts.slack
    this.#partitions = parts.partitions
    this.#secondaries = parts.secondaries
    this.#secondaryOf = parts.secondaries.byRunner
    this.#processors = parts.processors
    this.#monitor = parts.monitor
    this.#fate = parts.fate
    this.#services = parts.services
    this.#script = parts.script
    this.#order = new Order(parts.cores, parts.script)
    this.#effects = new Effects(parts, world.platform.costs)
    const trapsLoop = world.profile.hypercall.unassignedTrap === 'loops'
    this.#instructions = new Instructions(parts, world.platform.costs, trapsLoop)
    this.#delivery = new Delivery(parts)
    this.#stateful = statefulParts(parts)
    this.#now = parts.cores.cells.now
    this.#consumed = parts.script.cells.now
    this.#deliverable = parts.processors.deliverable
    this.#boot()
  }

  /** The state after tick 0, to which every run returns. */
  #boot(): void {
    for (let core = 0; core < this.#cores.count; core++) {
      this.#now[core * coreCells + coreCell.timer] = this.#cyclesPerTick
    }
    this.#dispatchAll()
    for (const part of this.#stateful) part.seal()
    this.load({ programs: [], handlers: [], events: [], choices: [] })
  }

  /** On every core the first window begins. */
  #dispatchAll(): void {
    for (let core = 0; core < this.#cores.count; core++) this.#partitions.leave(core)
    for (let core = 0; core < this.#cores.count; core++) this.#dispatch(core)
    this.#clock.lookAhead()
  }

  /** Back to the start, with these programs, handlers, events and choices. */
  load(run: Run): void {
    for (const part of this.#stateful) part.rollback()
    for (let core = 0; core < this.#cores.count; core++) this.#cores.mmu.flush(core)
    this.#script.load(run)
    this.#isOver = false
  }

  /** Whether the run is over: left, or at its end. */
  get left(): boolean {
    return this.#isOver
  }

  steps(n: number): void {
    for (let i = 0; i < n; i++) this.step()
  }

  step(): void {
    if (this.#isOver) return
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
    if (this.#secondaryOf[runner] !== notSecondary && this.#goesOnBeside(core, until)) return
    switch (runner === nobody ? work.idle : now[at + coreCell.context + contextCell.work]) {
      case work.none:
        if (this.#deliverable[partitionOf(runner)] !== noTrap) this.#deliverNow(core, partitionOf(runner))
        else this.#effect(core, partitionOf(runner), until)
        break
      case work.compute:
        if (this.#deliverable[partitionOf(runner)] !== noTrap) this.#interrupt(core, partitionOf(runner))
        else this.#effects.compute(core, until)
        break
      case work.call:
        this.#call(core, partitionOf(runner))
        break
      case work.copy:
        if (this.#effects.advance(core, until)) this.#services.endCopy(core, partitionOf(runner))
        break
      case work.trap:
        this.#handleTrap(core, partitionOf(runner))
        break
      case work.reload:
        this.#reload(core, partitionOf(runner), until)
        break
      default:
        now[at + coreCell.at] = until
    }
  }

  /** A secondary goes on with its program, no virtual trap being delivered to it; whether its work was that. */
  #goesOnBeside(core: number, until: number): boolean {
    switch (this.#now[this.#cores.context(core) + contextCell.work]) {
      case work.none:
        if (!this.#beside(core, this.#secondaries.on(core), until)) this.#leave()
        return true
      case work.compute:
        this.#effects.compute(core, until)
        return true
      default:
        return false
    }
  }

  /** What a secondary does next; false if it leaves what is specified. */
  #beside(core: number, secondary: number, until: number): boolean {
    if (!this.#contexts.isOn(core)) return this.#effects.nextBeside(core, secondary, until)
    return this.#instructions.next(core, partitionOf(this.#clock.runner(core)), secondary)
  }

  /** An event from outside. */
  #event(core: number): void {
    const asked = this.#script.nextEvent(core)
    if (asked !== powerFailure) this.#clock.request(asked)
    else if (this.#monitor.powerFails() === raised.hung) {
      this.#hang()
      return
    }
    this.#contexts.interrupt(core)
    this.#script.consumeEvent(core)
    this.#endSection(core, this.#costs.interrupt)
  }

  #effect(core: number, p: number, until: number): void {
    const goesOn = this.#contexts.isOn(core)
      ? this.#instructions.next(core, p, notSecondary)
      : this.#effects.next(core, p, until)
    if (!goesOn) this.#leave()
  }

  /** A service of the kernel for the partition that runs on a core. */
  #call(core: number, p: number): void {
    const { service } = this.#costs
    const code = this.#services.serve(core, p)
    if (code === outcome.left) this.#leave()
    else if (code === outcome.hung) this.#hang()
    else if (code === outcome.copying) this.#endSection(core, service)
    else this.#endSection(core, service + this.#services.copyCycles)
  }

  /** The error of a trap is raised in the partition that runs on a core. */
  #handleTrap(core: number, p: number): void {
    const context = this.#cores.context(core)
    const argument = this.#now[context + contextCell.argument]
    const came = this.#mends(core, argument)
      ? raised.kept
      : this.#monitor.raise(p, errorOfTrap(argument % trapFromSupervisor))
    if (came === raised.hung) {
      this.#hang()
      return
    }
    if (came === raised.kept) {
      this.#now[context + contextCell.level] = argument >= trapFromSupervisor ? level.supervisor : level.user
      this.#effects.begin(core, work.none, 0)
      if (this.#contexts.isOn(core)) this.#contexts.leaveKernel(core)
    }
    this.#endSection(core, this.#costs.service)
  }

  /** Whether a trap is one of register windows, and the kernel has now done what it asks for. */
  #mends(core: number, argument: number): boolean {
    if (!this.#contexts.isOn(core)) return false
    const from = argument >= trapFromSupervisor ? level.supervisor : level.user
    return this.#windows.handles(core, argument % trapFromSupervisor, from)
  }

  /** A section of the kernel is over, at its cost. The module may be reset by it, or shut down. */
  #endSection(core: number, cost: number): void {
    this.#cores.spend(core, cost)
    if (this.#fate.isOver) this.#isOver = true
    if (this.#fate.takeReset()) this.#reset()
  }

  /** The run left what is specified: nothing then has changed but that. */
  #leave(): void {
    this.#order.giveBack()
    this.#consumed[consumedCell.left] = 1
    this.#isOver = true
  }

  /** A core waits for ever: nothing has changed but that. */
  #hang(): void {
    this.#order.giveBack()
    this.#fate.hang()
    this.#isOver = true
  }

  /** The module begins anew: as at the start, but for its clocks, its log, and what was consumed. */
  #reset(): void {
    this.#meet()
    const { memory, mmu, health, ports, processors } = this.#parts
    memory.rollback()
    mmu.registers.now.fill(0)
    for (let core = 0; core < this.#cores.count; core++) mmu.flush(core)
    this.#clock.reset()
    this.#partitions.start(startConditionNumber.HM_MODULE_RESTART)
    this.#secondaries.start()
    processors.start()
    health.start()
    ports.rollback()
    this.#dispatchAll()
  }

  /** Every core's clock is the latest of them all. */
  #meet(): void {
    const now = this.#now
    let latest = 0
    for (let core = 0; core < this.#cores.count; core++) latest = Math.max(latest, now[core * coreCells + coreCell.at])
    for (let core = 0; core < this.#cores.count; core++) now[core * coreCells + coreCell.at] = latest
  }

  #reload(core: number, p: number, until: number): void {
    if (!this.#partitions.isLoading(p)) this.#now[core * coreCells + coreCell.at] = until
    else if (this.#effects.advance(core, until)) {
      this.#partitions.reloaded(p, core)
      this.#parts.images.reload(p)
    }
  }

  /** A virtual trap is delivered to the partition that runs on a core, and computes nothing. */
  #deliverNow(core: number, p: number): void {
    if (this.#contexts.isOn(core)) this.#deliverToTable(core, p)
    else this.#deliver(core, p, 0)
  }

  /** A virtual trap interrupts what the partition that runs on a core computes. */
  #interrupt(core: number, p: number): void {
    this.#deliver(core, p, this.#now[this.#cores.context(core) + contextCell.argument])
  }

  /** A virtual trap is delivered to the partition that runs on a core, and had so many cycles still to compute. */
  #deliver(core: number, p: number, computed: number): void {
    this.#processors.deliver(p, computed)
    this.#effects.begin(core, work.none, 0)
    this.#cores.spend(core, this.#costs.service)
  }

  /** The same, to the binary program on a core. */
  #deliverToTable(core: number, p: number): void {
    if (this.#delivery.deliver(core, p) === raised.hung) this.#hang()
    else this.#endSection(core, this.#costs.service)
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
      if (this.#partitions.isRunning(p)) this.#processors.announceTick(p)
    }
    const dispatched = this.#clock.advance() ? this.#turn() : 0
    const { tick, dispatch } = this.#costs
    for (let core = 0, at = 0; core < this.#cores.count; core++, at += coreCells) {
      now[at + coreCell.at] = latest + ((dispatched >>> core) & 1 ? tick + dispatch : tick)
      now[at + coreCell.timer] += this.#cyclesPerTick
    }
  }

  /** Windows end: their owners are switched out, a schedule may take over, the next windows are dispatched. On which cores anything was, as bits. */
  #turn(): number {
    let ending = 0
    for (let core = 0; core < this.#cores.count; core++) {
      if (!this.#clock.ends(core)) continue
      ending |= 1 << core
      const p = leaderOf(this.#clock.runner(core))
      if (p >= 0) this.#partitions.switchOut(p, core)
      else this.#secondaries.switchOut(core)
    }
    if (this.#clock.turnFrame()) this.#partitions.enterSchedule(this.#clock.schedule)
    for (let core = 0; core < this.#cores.count; core++) if ((ending >>> core) & 1) this.#dispatch(core)
    const moved = this.#passSlack(ending)
    this.#clock.lookAhead()
    this.#slack.lookAhead()
    return ending | moved
  }

  /** The next window of a core begins. */
  #dispatch(core: number): void {
    const runner = this.#clock.open(core)
    if (runner !== nobody) this.#cores.mmu.load(core, partitionOf(runner))
    const leader = leaderOf(runner)
    if (leader < 0) this.#partitions.leave(core)
    else this.#switchIn(core, leader)
    this.#secondaries.switchIn(core)
  }

  /** On each core whose window goes on, what is left of it may be taken back or lent. On which cores it was, as bits. */
  #passSlack(ending: number): number {
    let moved = 0
    for (let core = 0; core < this.#cores.count; core++) {
      if ((ending >>> core) & 1) continue
      if (this.#slack.endsLoan(core)) this.#takeBack(core)
      else if (!this.#lend(core)) continue
      moved |= 1 << core
    }
    return moved
  }

  /** What was left of the window of a core is lent no longer, also if its co-partition ended it before. */
  #takeBack(core: number): void {
    const p = leaderOf(this.#clock.runner(core))
    if (p >= 0) this.#partitions.switchOut(p, core)
    this.#partitions.leave(core)
    this.#clock.endWindow(core)
  }

  /** What is left of the window of a core is lent, if it can be; whether it is. */
  #lend(core: number): boolean {
    const p = leaderOf(this.#slack.lend(core))
    if (p < 0) return false
    this.#cores.mmu.load(core, p)
    this.#partitions.switchIn(p, core)
    if (this.#partitions.isRunning(p)) this.#processors.announce(p, event.WINDOW_START)
    return true
  }

  /** A partition begins a window with its virtual core 0. */
  #switchIn(core: number, p: number): void {
    this.#partitions.switchIn(p, core)
    if (!this.#partitions.isRunning(p)) return
    this.#processors.announce(p, event.WINDOW_START)
    if (this.#clock.startsFrame(core)) this.#processors.announce(p, event.SCHEDULE_START)
    if (this.#clock.startsPeriod(core)) this.#processors.announce(p, event.PERIOD_START)
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
