import {
  cluster,
  compose,
  forest,
  linearModel,
  metrics,
  naiveBayes,
  preprocessing,
  tree,
} from '@coelho/learners'
import { type AnyProject, defineProject } from '@coelho/runtime'
import { z } from 'zod'

export type Family = 'tree' | 'linear' | 'forest' | 'clusters'

const schema = z.object({
  ...{ id: z.number(), a: z.number(), b: z.number() },
  label: z.boolean().optional(),
})

const options = {
  name: 'killed',
  schema,
  id: ({ id }: z.infer<typeof schema>) => id,
  knownLater: ['label'] as const,
  features: ({ a, b }: { a: number; b: number }) => ({ a, b }),
  label: ({ label }: z.infer<typeof schema>) => label,
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
}

const scaled = (model: tree.HoeffdingTreeClassifier | linearModel.LogisticRegression) =>
  new compose.Pipeline(new preprocessing.StandardScaler(), model)

/** The same events, learned by models of different kinds. */
export const projects: Readonly<Record<Family, AnyProject>> = {
  tree: defineProject({
    ...options,
    pipeline: () => scaled(new tree.HoeffdingTreeClassifier({ gracePeriod: 50 })),
    challengers: { bayes: () => new naiveBayes.GaussianNB() },
  }),
  linear: defineProject({
    ...options,
    pipeline: () => scaled(new linearModel.LogisticRegression()),
  }),
  forest: defineProject({
    ...options,
    pipeline: () => new forest.ARFClassifier({ nModels: 3, seed: 7 }),
  }),
  clusters: defineProject({
    ...options,
    label: null,
    pipeline: () => new cluster.KMeans({ nClusters: 5, seed: 7 }),
    challengers: { dense: () => new cluster.DBSTREAM({ clusteringThreshold: 1.5 }) },
    metric: () => metrics.bundle('clustering'),
    bestBy: 'Silhouette',
  }),
}

/** What most tests learn. */
export const project: AnyProject = projects.tree
