/** The peers, pinned: a new version is a new measurement. MOA's is said again in its pom.xml. */
export const versions = {
  river: '0.26.1',
  moa: '2024.07.0',
  'scikit-learn': '1.7.2',
  vowpalwabbit: '9.11.9',
  'confluent-kafka': '2.16.1',
  fastapi: '0.165.0',
  uvicorn: '0.54.0',
  httptools: '0.9.0',
  uvloop: '0.23.0',
}
