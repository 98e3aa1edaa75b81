import type { Access } from '@coelho/kafka'
import type { Command } from 'commander'
import { findProject } from '../config/find-project.js'
import { loadConfig } from '../config/load-config.js'
import { UsageError } from '../failure.js'
import type { Terminal } from '../terminal.js'
import {
  brokersOption,
  type CommonGiven,
  configOption,
  duration,
  inputOption,
  logOption,
  oneOf,
  projectOption,
  share,
  storeOption,
  storeUrl,
  topicOption,
  wholeNumber,
} from './options.js'
import { kafkaAccess, type PlaceGiven, placeOf } from './place.js'

export interface TrainGiven extends CommonGiven, PlaceGiven {
  readonly group?: string
  readonly store?: string
  readonly checkpointEvery?: number
  readonly checkpointInterval?: number
  readonly untilEnd?: true
  readonly sharding?: 'single' | 'partition'
  readonly deadLetters?: string
  readonly deadLetterTopic?: string
  readonly predictionTopic?: string
  readonly mostDead?: number
  readonly onGap?: 'stop' | 'resume'
  readonly keep?: number
  readonly mlflow?: string
  readonly json?: true
}

const HELP = `
Where events come from: one of --log, --input and --brokers.
It goes on from the last checkpoint in the store, also after a crash. Ctrl-C ends it with a
checkpoint, a second one at once. Of several processes that train a project one does, the last.

On a terminal it draws a bar; else it writes a line of JSON for each checkpoint.

Exit codes: 0 ended or followed by another process, 2 wrong options, 10 store, 11 source of events,
12 positions and the log do not fit, 13 checkpoints damaged, 14 too many events that cannot be
used, 20 anything else.

Examples:
  coelho train --project fraud --log data/fraud --store checkpoints
  coelho train --project fraud --input events.jsonl --store checkpoints --until-end
  coelho train --project fraud --brokers localhost:9092 --store s3://models/coelho`

export function addTrain(program: Command, terminal: Terminal): void {
  program
    .command('train')
    .description('learn the events of a project, and keep what was learned in a store')
    .addOption(projectOption())
    .addOption(configOption())
    .addOption(logOption())
    .addOption(inputOption())
    .addOption(brokersOption().env('COELHO_BROKERS'))
    .addOption(topicOption())
    .option('--group <name>', 'the consumer group of Kafka (default: coelho-<project>)')
    .addOption(storeOption())
    .option('--checkpoint-every <n>', 'a checkpoint after so many events', wholeNumber(1))
    .option('--checkpoint-interval <time>', 'and after so much time (default: 1s)', duration)
    .option('--until-end', 'end once all there is was learned')
    .option(
      '--sharding <kind>',
      'single model, or one each partition',
      oneOf('single', 'partition'),
    )
    .option('--dead-letters <file>', 'keep events that could not be used, as JSON lines')
    .option('--dead-letter-topic <name>', 'keep them in a topic of Kafka')
    .option('--prediction-topic <name>', 'tell what was predicted of each event, before its label')
    .option('--most-dead <share>', 'of the last 1000 events; more end it (default: 0.5)', share)
    .option('--on-gap <way>', 'where events are gone: stop or resume', oneOf('stop', 'resume'))
    .option('--keep <n>', 'so many generations of checkpoints (default: 5)', wholeNumber(3))
    .option('--mlflow <uri>', 'tell MLflow of it: metrics, reports, models')
    .option('--json', 'JSON lines also on a terminal')
    .addHelpText('after', HELP)
    .action((given: TrainGiven, command: Command) => train(given, command, terminal))
}

async function train(given: TrainGiven, command: Command, terminal: Terminal): Promise<void> {
  const config = await loadConfig(terminal.folder, given.config)
  const project = findProject(config, given.project)
  const store = storeUrl(given.store, config, terminal.folder)
  const place = placeOf(given, config, project.name, command)
  const kafka = kafkaAccess(config, given.brokers)
  checkOutlets(given, kafka)
  const { runTrain } = await import('../train/run-train.js')
  await runTrain(project, { ...given, place, store, kafka }, terminal)
}

function checkOutlets(given: TrainGiven, kafka: Access | undefined): void {
  const { deadLetters, deadLetterTopic, predictionTopic } = given
  if (deadLetters !== undefined && deadLetterTopic !== undefined) {
    throw new UsageError('give one of --dead-letters and --dead-letter-topic.')
  }
  const isAsked = deadLetterTopic !== undefined || predictionTopic !== undefined
  if (!isAsked || kafka) return
  throw new UsageError('a topic of Kafka needs --brokers, or `kafka` in the configuration.')
}
