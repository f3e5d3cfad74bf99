#include "cases.h"

namespace lfads_tests {
namespace {

struct Decoder {
  int B, T, G, F, E, I, C, K;  // C = 0: no controller
  bool masked, keeping;
  int cell;  // the numbers of src/kernels/decoder.ts
  int rows() const { return cell == 0 ? 3 * G : G; }
  int kept_states() const { return cell == 0 ? 4 : 2; }
};
const char* const CELLS[] = {"gru", "tanh", "relu", "linear"};
int padded(int n) { return (n + 15) / 16 * 16; }
/** Absent rather than empty. */
Floats some(int n) { return n ? blank(n) : Floats(); }

Results run(Machine& machine, const Decoder& d) {
  Series series(2);
  const auto floats = [&](int n, double scale) { return n ? series.floats(n, scale) : Floats(); };
  const auto mask = [&](int n) { return d.masked && n ? series.mask(n) : Bytes(); };
  const int BT = d.B * d.T, inputs = d.K + d.E, seen = d.C ? d.I + d.F : 0;
  const Floats g0 = floats(d.B * d.G, 1), ext = floats(BT * d.E, 1), gen_ih = floats(d.rows() * inputs, 0.4);
  const Floats gen_hh = floats(d.rows() * d.G, 0.3), gen_bias = floats(d.rows(), 0.3), fac = floats(d.F * d.G, 0.4);
  const Bytes g0_mask = mask(d.B * d.G), gen_mask = mask(BT * d.G);
  const Floats ci = floats(BT * d.I, 1), con_h0 = floats(d.C, 0.5), con_ih = floats(3 * d.C * seen, 0.3);
  const Floats con_hh = floats(3 * d.C * d.C, 0.3), con_bias = floats(3 * d.C, 0.3), co_w = floats(2 * d.K * d.C, 0.3);
  const Floats co_bias = floats(2 * d.K, 0.3), noise = floats(BT * d.K, 1);
  const Bytes con_mask = mask(BT * seen);
  const Floats factors = blank(BT * d.F), gen = blank(BT * d.G), con = some(BT * d.C), means = some(BT * d.K), stds = some(BT * d.K);
  const Floats samples = some(BT * d.K), kept = d.keeping ? blank(BT * (d.kept_states() * padded(d.G) + 4 * padded(d.C))) : Floats();
  const auto call = [&](Kernel kernel, const auto&... arrays) {
    machine.call(kernel, g0, ext, gen_ih, gen_hh, gen_bias, fac, g0_mask, gen_mask, ci, con_h0, con_ih, con_hh, con_bias, co_w, co_bias,
                 noise, con_mask, arrays..., d.B, d.T, d.G, d.F, d.E, d.I, d.C, d.K, 0.9, d.masked ? 1.25 : 1, d.cell, 0.8);
  };
  call(DECODER_SEQUENCE, factors, gen, con, means, stds, samples, kept);
  const Floats d_factors = floats(BT * d.F, 1), d_gen = floats(BT * d.G, 1), d_con = floats(BT * d.C, 1);
  const Floats d_means = floats(BT * d.K, 1), d_stds = floats(BT * d.K, 1), d_samples = floats(BT * d.K, 1);
  const Floats o[] = {blank(g0.size()),      blank(gen_hh.size()), blank(gen_bias.size()), blank(fac.size()),     some(gen_ih.size()),
                      some(ext.size()),      some(ci.size()),      some(con_h0.size()),    some(con_ih.size()),   some(con_hh.size()),
                      some(con_bias.size()), some(co_w.size()),    some(co_bias.size())};
  call(DECODER_SEQUENCE_GRADIENT, factors, gen, con, stds, samples, kept, d_factors, d_gen, d_con, d_means, d_stds, d_samples, o[0], o[1],
       o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9], o[10], o[11], o[12]);
  return {{"factors", factors}, {"generator", gen}, {"controller", con}, {"means", means}, {"stds", stds}, {"samples", samples},
          {"d g0", o[0]}, {"d gen weight_hh", o[1]}, {"d gen bias", o[2]}, {"d factor weight", o[3]}, {"d gen weight_ih", o[4]},
          {"d ext", o[5]}, {"d ci", o[6]}, {"d con h0", o[7]}, {"d con weight_ih", o[8]}, {"d con weight_hh", o[9]}, {"d con bias", o[10]},
          {"d co weight", o[11]}, {"d co bias", o[12]}};
}

}  // namespace

void add_decoder_cases(std::vector<Case>& cases) {
  const Decoder sizes[] = {{1, 1, 1, 1, 0, 1, 1, 1, false, true, 0},   {1, 4, 3, 2, 1, 5, 4, 1, true, true, 0},
                           {2, 1, 16, 16, 0, 16, 16, 8, true, false, 0}, {7, 3, 19, 5, 2, 11, 17, 3, true, true, 0},
                           {5, 3, 21, 9, 0, 0, 0, 0, true, true, 0},   {33, 5, 47, 21, 3, 30, 35, 5, true, false, 0},
                           {66, 6, 50, 20, 0, 31, 33, 4, false, true, 0}};
  std::vector<Decoder> decoders(std::begin(sizes), std::end(sizes));
  for (int cell = 1; cell < 4; ++cell) {
    for (Decoder d : sizes) {
      d.cell = cell;
      decoders.push_back(d);
    }
  }
  for (const Decoder& d : decoders) {
    cases.push_back({named("decoder", {d.B, d.T, d.G, d.F, d.E, d.I, d.C, d.K}) + " " + CELLS[d.cell] + (d.masked ? " masked" : "") + (d.keeping ? "" : " recomputing"),
                     [d](Machine& machine) { return run(machine, d); }});
  }
}

}  // namespace lfads_tests
