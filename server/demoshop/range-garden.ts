import { BRIGHT, GLAZE, METAL, type Range } from './kind.ts';

export const GARDEN: Range = {
  department: 'Garden',
  brands: [
    { name: 'Potting Shed', level: 0.9, voice: 'Potting Shed grows in peat-free soil only.' },
    { name: 'Greenhand', level: 1.1, voice: 'Greenhand tools come with a sharpening for life.' },
    { name: 'Clay & Vine', level: 1.3, voice: 'Clay & Vine fires at 1,200 degrees, so frost is no worry.' },
    { name: 'Robin & Wren', level: 0.8, voice: 'Robin & Wren gives a tenth of its profit to hedgerows.' },
  ],
  models: ['Fern', 'Orangery', 'Thyme', 'Bramble', 'Nettle', 'Arbour', 'Clover', 'Sorrel', 'Juniper', 'Hazel'],
  kinds: [
    {
      leaf: 'Plant Pots', noun: 'Plant Pot', price: [9, 75], sizes: ['12 cm', '18 cm', '26 cm', '34 cm'], colours: GLAZE,
      materials: ['frost-proof terracotta', 'glazed stoneware', 'recycled fibre'], uses: ['herbs', 'the balcony', 'a fig tree'],
      features: ['A saucer is included.', 'The drainage hole has a plug for indoors.', 'It ages beautifully outside.', 'Light enough to move in autumn.'],
    },
    {
      leaf: 'Watering Cans', noun: 'Watering Can', price: [15, 65], sizes: ['1.5 L', '5 L', '9 L'], colours: METAL,
      materials: ['galvanised steel', 'powder-coated steel', 'recycled plastic'], uses: ['seedlings', 'window boxes', 'raised beds'],
      features: ['The brass rose makes soft rain.', 'Balanced when full.', 'The long spout reaches the back row.', 'No drips on the parquet.'],
    },
    {
      leaf: 'Secateurs', noun: 'Secateurs', price: [18, 70], colours: ['Red', 'Forest', 'Ochre', 'Navy', 'Rust'],
      materials: ['forged aluminium and carbon steel', 'Japanese steel'], uses: ['roses', 'fruit trees', 'small hands'],
      features: ['The blade can be changed.', 'A sap groove keeps it from sticking.', 'It cuts branches of 22 mm.', 'The catch works with one thumb.'],
    },
    {
      leaf: 'Seeds', noun: 'Seed Collection', price: [4, 24], sizes: ['Salad Leaves', 'Wildflowers', 'Heirloom Tomatoes', 'Kitchen Herbs', 'Cut Flowers', 'Climbing Beans'], colours: [...BRIGHT, 'Sage'],
      materials: ['organic seed', 'open-pollinated seed'], uses: ['balconies', 'bees', 'first gardens'],
      features: ['Sowing calendar on the back.', 'Germination is tested each spring.', 'Save the seed and sow again next year.', 'Six packets in a paper box.'],
    },
    {
      leaf: 'Bird Feeders', noun: 'Bird Feeder', price: [14, 58], colours: ['Walnut', 'Oak', 'Forest', 'Slate', 'Rust'],
      materials: ['larch', 'recycled plastic', 'steel mesh and wood'], uses: ['tits and finches', 'small gardens', 'a window'],
      features: ['The roof keeps seed dry.', 'It opens wide for cleaning.', 'Squirrels give up after a week.', 'Fill it once a week.'],
    },
    {
      leaf: 'Houseplants', noun: 'Houseplant', price: [12, 85], sizes: ['Monstera', 'Snake Plant', 'Pilea', 'Calathea', 'Rubber Fig', 'Pothos'], colours: GLAZE,
      materials: ['peat-free compost', 'a self-watering pot'], uses: ['shady corners', 'forgetful owners', 'a desk'],
      features: ['It arrives in its pot, ready to stand.', 'Water it when you remember.', 'Grown without heating.', 'Safe packing, or we send another.'],
    },
    {
      leaf: 'Garden Lanterns', noun: 'Garden Lantern', price: [16, 70], colours: METAL,
      materials: ['powder-coated steel and glass', 'bamboo'], uses: ['summer evenings', 'the front steps', 'a campsite'],
      features: ['Solar light comes on at dusk.', 'A candle fits as well.', 'Wind does not blow it out.', 'Hang it or stand it.'],
    },
  ],
};
