import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folder of the tests that start whole deployments: the longest files, which wait for rounds most of their time. */
const DEPLOYMENTS = '/tests/e2e/';

/** Starts the files of whole deployments before the other browser tests, so that none of them is left over at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => 2 * project.config.sequence.groupOrder - (moduleId.includes(DEPLOYMENTS) ? 1 : 0);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
