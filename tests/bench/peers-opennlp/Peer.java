/* Trains and runs OpenNLP for tests/bench/peers, with its default features.

   Peer train-words TRAIN MODEL              TRAIN: a sentence a line, words parted by a space or <SPLIT>
   Peer train-names ALGORITHM TRAIN MODEL    TRAIN: IOB2, "# newdoc" before each document
   Peer train-tags ALGORITHM TRAIN MODEL     TRAIN: WORD<TAB>TAG, a blank line after each sentence
   Peer names MODEL WORDS IN OUT             IN: a sentence a line, a blank line after each document; WORDS: a model, or
                                             "-" where spaces part the words. OUT: START END TYPE, a line a sentence,
                                             by code points, parted by tabs
   Peer tags MODEL IN OUT                    IN: a sentence a line, words parted by spaces. OUT: tags, the same

   The runs go over IN again and again, first unmeasured, for the virtual machine's compiler. The last line of standard
   error is the CPU seconds of a pass. */
import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.function.Function;
import opennlp.tools.ml.AbstractTrainer;
import opennlp.tools.namefind.*;
import opennlp.tools.postag.*;
import opennlp.tools.tokenize.*;
import opennlp.tools.util.*;
import opennlp.tools.util.model.BaseModel;

final class Peer
{
  private static final double SECONDS = 2;

  private static List<String> lines (String path) throws IOException
  {
    return Files.readAllLines (Paths.get (path), StandardCharsets.UTF_8);
  }

  /* OpenNLP's defaults: 100 rounds; only maxent leaves out features that are met fewer than 5 times */
  private static TrainingParameters parameters (String algorithm)
  {
    TrainingParameters parameters = TrainingParameters.defaultParams ();

    parameters.put (TrainingParameters.ALGORITHM_PARAM, algorithm);
    if (algorithm.equals ("PERCEPTRON"))
      parameters.put (AbstractTrainer.CUTOFF_PARAM, 0);
    return parameters;
  }

  private static void save (BaseModel model, String path) throws IOException
  {
    try (OutputStream out = new FileOutputStream (path))
      {
        model.serialize (out);
      }
  }

  private static void trainWords (String train, String path) throws IOException
  {
    List<TokenSample> samples = new ArrayList<> ();

    for (String line : lines (train))
      samples.add (TokenSample.parse (line, "<SPLIT>"));
    save (TokenizerME.train (ObjectStreamUtils.createObjectStream (samples),
                             new TokenizerFactory ("en", null, false, null), parameters ("MAXENT")),
          path);
  }

  private static NameSample sampleOf (List<String> words, List<String> tags, boolean isFirst)
  {
    List<Span> names = new ArrayList<> ();

    for (int first = 0, end; first < words.size (); first = end)
      {
        end = first + 1;
        if (tags.get (first).equals ("O"))
          continue;
        while (end < words.size () && tags.get (end).startsWith ("I-"))
          end++;
        names.add (new Span (first, end, tags.get (first).substring (2)));
      }
    return new NameSample (words.toArray (new String[0]), names.toArray (new Span[0]), isFirst);
  }

  private interface TakeSentence
  {
    void take (List<String> words, List<String> tags, boolean isFirst);
  }

  private static void eachSentence (String path, TakeSentence func) throws IOException
  {
    List<String> words = new ArrayList<> (), tags = new ArrayList<> (), all = lines (path);
    boolean isFirst = true;

    all.add ("");
    for (String line : all)
      if (line.startsWith ("# newdoc"))
        isFirst = true;
      else if (!line.isEmpty ())
        {
          words.add (line.substring (0, line.indexOf ('\t')));
          tags.add (line.substring (line.lastIndexOf ('\t') + 1));
        }
      else if (!words.isEmpty ())
        {
          func.take (words, tags, isFirst);
          words.clear ();
          tags.clear ();
          isFirst = false;
        }
  }

  private static void trainNames (String algorithm, String train, String path) throws IOException
  {
    List<NameSample> samples = new ArrayList<> ();

    eachSentence (train, (words, tags, isFirst) -> samples.add (sampleOf (words, tags, isFirst)));
    save (NameFinderME.train ("en", null, ObjectStreamUtils.createObjectStream (samples), parameters (algorithm),
                              new TokenNameFinderFactory ()),
          path);
  }

  private static void trainTags (String algorithm, String train, String path) throws IOException
  {
    List<POSSample> samples = new ArrayList<> ();

    eachSentence (train, (words, tags, isFirst) ->
                  samples.add (new POSSample (words.toArray (new String[0]), tags.toArray (new String[0]))));
    save (POSTaggerME.train ("en", ObjectStreamUtils.createObjectStream (samples), parameters (algorithm),
                             new POSTaggerFactory ()),
          path);
  }

  /* The whole process: the garbage collector's threads are a part of the cost */
  private static double cpu ()
  {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean ())
             .getProcessCpuTime () / 1e9;
  }

  private static double passes (List<String> sentences, Function<String, String> func)
  {
    double begin = cpu ();
    int n = 0;

    for (; n == 0 || cpu () - begin < SECONDS; n++)
      sentences.forEach (func::apply);
    return (cpu () - begin) / n;
  }

  private static void run (String in, String out, Function<String, String> func) throws IOException
  {
    List<String> sentences = lines (in), found = new ArrayList<> ();

    for (String sentence : sentences)
      found.add (func.apply (sentence));
    Files.write (Paths.get (out), found, StandardCharsets.UTF_8);
    passes (sentences, func);
    System.err.println (passes (sentences, func));
  }

  private static String nameSentence (NameFinderME finder, Tokenizer tokenizer, String sentence)
  {
    StringJoiner found = new StringJoiner ("\t");
    Span[] words;

    if (sentence.isEmpty ())
      {
        finder.clearAdaptiveData ();
        return "";
      }
    words = tokenizer.tokenizePos (sentence);
    for (Span name : finder.find (Span.spansToStrings (words, sentence)))
      {
        int start = words[name.getStart ()].getStart (), end = words[name.getEnd () - 1].getEnd ();

        found.add (sentence.codePointCount (0, start) + " " + sentence.codePointCount (0, end) + " " + name.getType ());
      }
    return found.toString ();
  }

  private static void names (String model, String words, String in, String out) throws IOException
  {
    NameFinderME finder = new NameFinderME (new TokenNameFinderModel (new File (model)));
    Tokenizer tokenizer = words.equals ("-") ? WhitespaceTokenizer.INSTANCE
                                             : new TokenizerME (new TokenizerModel (new File (words)));

    run (in, out, sentence -> nameSentence (finder, tokenizer, sentence));
  }

  private static void tags (String model, String in, String out) throws IOException
  {
    POSTaggerME tagger = new POSTaggerME (new POSModel (new File (model)));

    run (in, out, sentence -> String.join (" ", tagger.tag (sentence.split (" "))));
  }

  public static void main (String[] a) throws IOException
  {
    switch (a[0])
      {
      case "train-words": trainWords (a[1], a[2]); break;
      case "train-names": trainNames (a[1], a[2], a[3]); break;
      case "train-tags": trainTags (a[1], a[2], a[3]); break;
      case "names": names (a[1], a[2], a[3], a[4]); break;
      case "tags": tags (a[1], a[2], a[3]); break;
      default: throw new IllegalArgumentException (a[0]);
      }
  }
}
