import { join } from 'node:path'
import type { AnyProject, Objects, TrainerOptions } from '@coelho/runtime'

/** What MLflow is told of a training. */
export interface Tracking {
  readonly hooks: Pick<TrainerOptions, 'onSaved' | 'onEvent' | 'sampling'>
  /** The run has ended, well or not; what MLflow did not take by now is sent the next time. */
  end(isWell: boolean): Promise<void>
}

/** The package for MLflow is loaded only where it is asked for. */
export async function openTracking(
  uri: string | undefined,
  project: AnyProject,
  store: Objects,
  folder: string,
  note: (text: string) => void,
): Promise<Tracking> {
  if (uri === undefined) return { hooks: {}, end: async () => {} }
  const { track } = await import('@coelho/mlflow')
  const tracker = await track(project, {
    ...{ mlflow: { uri }, store, onProblem: note },
    folder: join(folder, '.coelho/mlflow'),
  })
  return {
    hooks: tracker.hooks,
    end: async (isWell) => {
      const { waiting } = await tracker.finish({ status: isWell ? 'FINISHED' : 'FAILED' })
      if (waiting > 0) note(`MLflow is still to be told ${waiting} things: the next run does.`)
    },
  }
}
