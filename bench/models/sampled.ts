import { isNegative, type Loss } from './loss.ts';
import { crossEntropy } from './softmax.ts';

/** Sampled softmax against uniform draws: each of M stands for (N − 1) / M items (Jean et al. 2015), which makes it estimate the full softmax. What ships. */
export const sampled: Loss = {
  name: 'sampled',
  takesAll: false,
  of(contest) {
    const { negatives: [from, to], count } = contest;
    let others = 0;
    for (let c = from; c < to; c++) if (isNegative(contest, c)) others += 1;
    return crossEntropy(contest, others === 0 ? 0 : Math.log((count - 1) / others));
  },
};
