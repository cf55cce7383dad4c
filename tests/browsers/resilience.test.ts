import { FAULTS } from '#support/faults/all';
import { testFaults } from '#support/faults/run';

testFaults(FAULTS);
