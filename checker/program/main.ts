/** The command line: which commands there are, what they take, and what becomes of a wrong one. Each command is loaded when it is asked for. */

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { isLeft } from 'fp-ts/lib/Either.js'
import { caseCount, duration, instructionLimit, megabytes, seed, workerCount, type Parsed } from './arguments.ts'
import { exit, type Exit } from './exit.ts'
import { version } from './project.ts'
import type { CheckRequest } from './check.ts'
import type { MachineRequest } from './machine.ts'
import type { RunRequest } from './run.ts'
import type { ScenarioRequest } from './scenario.ts'
import { ownTerminal, type Terminal } from './terminal.ts'

/** As `profileIds` of the specification, which a command loads; a test holds the two together. */
export const profileChoices = ['air-requirements', 'air-papers', 'air-5.6.2'] as const

/** As `engineNames` and `machineProfiles`, which the command loads; a test holds them together. */
export const engineChoices = ['emulator', 'model', 'lockstep'] as const
export const machineChoices = ['leon3', 'sparc-v8', 'qemu'] as const

/** Runs the command and gives its exit code. */
type Action = () => Promise<Exit>

/** An argument that must be what `parse` takes it for. */
const as =
  <T>(parse: (text: string) => Parsed<T>) =>
  (text: string): T => {
    const parsed = parse(text)
    if (isLeft(parsed)) throw new InvalidArgumentError(parsed.left)
    return parsed.right
  }

const profileOption = (): Option =>
  new Option('--profile <id>', 'what systems of this kind do where they differ')
    .choices([...profileChoices])
    .default(profileChoices[0])

const json = '--json'
const jsonHelp = 'one JSON document on standard output (docs/json-output.md)'

type CheckOptions = Omit<CheckRequest, 'config'>

const addCheck = (program: Command, begin: (action: Action) => void, terminal: Terminal): void => {
  program
    .command('check')
    .description('check a configuration: its rules, then random guests on model and emulator in lockstep')
    .argument('[config]', 'a module configuration (XML); not needed with --coverage')
    .option(
      '--time <duration>',
      'how long to hunt, such as 10s, 2m, 500ms (default: 10s, without --cases)',
      as(duration),
    )
    .option('--cases <n>', 'how many cases to try', as(caseCount))
    .option('--seed <n>', 'what the cases are drawn from (default: a random one, printed)', as(seed))
    .option('--workers <n>', 'threads that hunt (default: one less than there are cores, at most 3)', as(workerCount))
    .addOption(profileOption())
    .option('--fault <id>', 'seed a fault of the catalogue in the emulator')
    .option('--anyway', 'hunt although the configuration breaks rules')
    .option('--all', 'go on after a violation and keep one counterexample of each kind')
    .option(
      '--coverage',
      'print how often each row of the decision tables was reached; without <config>, on random ones',
    )
    .option('--out <directory>', 'where counterexamples are written', '.')
    .option(json, jsonHelp)
    .action((config: string | undefined, options: CheckOptions, command: Command) => {
      if (config !== undefined) begin(async () => (await import('./check.ts')).check({ config, ...options }, terminal))
      else if (options.coverage === true) {
        const profile = command.getOptionValueSource('profile') === 'cli' ? options.profile : null
        const request = { ...options, profile, json: options.json === true }
        begin(async () => (await import('./coverage.ts')).coverage(request, terminal))
      } else command.error("error: missing required argument 'config'")
    })
}

interface RulesOptions {
  readonly profile: string
  readonly json?: true
  readonly sarif?: true
}

const addRules = (program: Command, begin: (action: Action) => void, terminal: Terminal): void => {
  program
    .command('rules')
    .description('hold a configuration against the rules only')
    .argument('<config>', 'a module configuration (XML)')
    .addOption(profileOption())
    .option(json, jsonHelp)
    .addOption(new Option('--sarif', 'the results as SARIF 2.1.0 on standard output').conflicts('json'))
    .action((config: string, { profile, json, sarif }: RulesOptions) => {
      const format = sarif === true ? 'sarif' : json === true ? 'json' : 'text'
      begin(async () => (await import('./rules.ts')).rules({ config, profile, format }, terminal))
    })
}

const addTrace = (program: Command, begin: (action: Action) => void, terminal: Terminal): void => {
  program
    .command('trace')
    .description('replay a recorded trace of a kernel through the model (docs/trace.md)')
    .argument('<config>', 'the module configuration (XML) that the kernel ran')
    .argument('<trace>', 'the trace (JSON lines)')
    .addOption(profileOption())
    .option(json, 'one JSON document on standard output (docs/trace.md)')
    .action((config: string, file: string, options: { readonly profile: string; readonly json?: true }) => {
      begin(async () => (await import('./trace.ts')).trace({ config, trace: file, json: false, ...options }, terminal))
    })
}

interface SpecOptions {
  readonly json?: true
  readonly faults?: true
  readonly sources?: true
  readonly deviations?: true
  readonly instructions?: true
}

const addRest = (program: Command, begin: (action: Action) => void, terminal: Terminal): void => {
  program
    .command('replay')
    .description('run a counterexample again')
    .argument('<file>', 'a counterexample (bulkhead-….json)')
    .option('--step', 'show what each step changes; on a terminal, one step at a time')
    .option(json, jsonHelp)
    .action((file: string, options: { readonly step?: true; readonly json?: true }) => {
      begin(async () => (await import('./replay.ts')).replay({ file, step: false, json: false, ...options }, terminal))
    })
  program
    .command('keep')
    .description('keep a counterexample as a regression case, which check runs first from then on')
    .argument('<file>', 'a counterexample (bulkhead-….json)')
    .option('--dir <directory>', 'where regression cases lie', 'regressions')
    .option('--title <text>', 'what the case is about')
    .action((file: string, options: { readonly dir: string; readonly title?: string }) => {
      begin(async () => (await import('./keep.ts')).keep({ file, ...options }, terminal))
    })
  program
    .command('spec')
    .description('list the statements of the specification, or show one with its source code and what verifies it')
    .argument('[id]', 'the id of a statement, a row or a postcondition, such as TIME-I1 or SET_SCHEDULE.3')
    .option('--faults', 'list the faults that check can seed into the emulator')
    .addOption(
      new Option(
        '--sources',
        'hold the published requirements of AIR against the statements: what specifies each, what lies outside, and why',
      ).conflicts('faults'),
    )
    .addOption(
      new Option('--deviations', 'list where ARINC 653 is not followed, and what is done instead').conflicts([
        'faults',
        'sources',
      ]),
    )
    .addOption(
      new Option(
        '--instructions',
        'list the instruction set: each instruction’s bits, what it reads and writes, its traps; the alternate spaces',
      ).conflicts(['faults', 'sources', 'deviations']),
    )
    .option(json, jsonHelp)
    .action((id: string | undefined, options: SpecOptions) => {
      begin(async () => (await import('./spec.ts')).spec({ id, json: false, ...options }, terminal))
    })
}

const addScenario = (program: Command, begin: (action: Action) => void, terminal: Terminal): void => {
  program
    .command('scenario')
    .description('run scenarios: what scripted guests do, and what is expected of it, step by step (docs/scenario.md)')
    .argument('[files...]', 'scenarios (.scenario)')
    .option('--all', 'every scenario of ./scenarios, or of the project where there are none; AIR’s validation suite')
    .addOption(
      new Option('--profile <id>', 'only under this profile (default: under each that a scenario names)').choices([
        ...profileChoices,
      ]),
    )
    .option(json, 'one JSON document on standard output (docs/scenario.md)')
    .action((files: readonly string[], options: Omit<ScenarioRequest, 'files'>) => {
      begin(async () => (await import('./scenario.ts')).scenario({ files, ...options }, terminal))
    })
}

const addRun = (program: Command, begin: (action: Action) => void, terminal: Terminal): void => {
  program
    .command('run')
    .description('run a bare-metal LEON3 image (ELF) as a supervisor, its console on the terminal, until it powers off')
    .argument('<image>', 'a 32-bit big-endian SPARC executable')
    .addOption(
      new Option('--engine <name>', 'what runs it: the emulator, the model, or both in lockstep')
        .choices([...engineChoices])
        .default(engineChoices[0]),
    )
    .option('--trace <file>', 'write a line for each step: what was executed, what it changed')
    .option('--limit <instructions>', 'stop after so many instructions', as(instructionLimit))
    .option('--ram <megabytes>', 'how much RAM the board has', as(megabytes), 128)
    .addOption(
      new Option('--machine <id>', 'whose board, where processors differ')
        .choices([...machineChoices])
        .default(machineChoices[0]),
    )
    .action((image: string, options: Omit<RunRequest, 'image'>) => {
      begin(async () => (await import('./run.ts')).run({ image, ...options }, terminal))
    })
}

const addMachine = (program: Command, begin: (action: Action) => void, terminal: Terminal): void => {
  program
    .command('machine')
    .description('random SPARC programs on the model and the emulator of the processor, compared after every step')
    .option('--cases <n>', 'how many programs to try (default: 6000, without --time)', as(caseCount))
    .option('--time <duration>', 'how long to hunt, such as 10s, 2m, 500ms', as(duration))
    .option('--seed <n>', 'what the programs are drawn from (default: a random one, printed)', as(seed))
    .option('--fault <id>', 'seed a fault of the catalogue in the emulator')
    .option('--coverage', 'print how often each instruction was executed, and each of its traps taken')
    .option('--replay <file>', 'run a counterexample (bulkhead-machine-….json) again, in place of a hunt')
    .option('--out <directory>', 'where a counterexample is written', '.')
    .option(json, jsonHelp)
    .action((options: MachineRequest) => {
      begin(async () => (await import('./machine.ts')).machine(options, terminal))
    })
}

/** The program, which hands the chosen command to `begin`. */
const programOf = (begin: (action: Action) => void, terminal: Terminal): Command => {
  const program = new Command('bulkhead')
    .description('An executable specification of the AIR hypervisor, and the checker that holds an emulator to it.')
    .version(version, '--version')
    .helpCommand('help [command]')
    .showHelpAfterError('(bulkhead --help says what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .addHelpText(
      'after',
      '\nExit codes: 0 pass; 1 a rule error or a violation; 2 unusable input or usage; 3 inconclusive or interrupted.',
    )
  addCheck(program, begin, terminal)
  addRules(program, begin, terminal)
  addTrace(program, begin, terminal)
  addRest(program, begin, terminal)
  addScenario(program, begin, terminal)
  addRun(program, begin, terminal)
  addMachine(program, begin, terminal)
  return program
}

/** A defect of ours, in one line. */
const internal = (thrown: unknown): string =>
  `bulkhead: internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}; please report this with the command and the seed it printed`

/** Runs the program on these arguments. */
export const main = async (args: readonly string[], terminal: Terminal): Promise<Exit> => {
  const chosen: Action[] = []
  const begin = (action: Action): void => void chosen.push(action)
  try {
    programOf(begin, terminal).parse([...args], { from: 'user' })
    const [action] = chosen
    return action === undefined ? exit.unusable : await action()
  } catch (thrown) {
    if (thrown instanceof CommanderError)
      return ['commander.version', 'commander.helpDisplayed'].includes(thrown.code) ? exit.pass : exit.unusable
    terminal.err(internal(thrown))
    return exit.unusable
  }
}

/** The program in its own process. A reader that has read enough ends it. */
export const started = (args: readonly string[]): Promise<Exit> => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A reader that has gone wanted no more; to a full disk nothing more can be said.
      process.exit(error.code === 'EPIPE' ? undefined : exit.unusable)
    })
  return main(args, ownTerminal())
}
