namespace Muster.Platform.Jobs;

public enum JobState { Running, Done, Failed, Cancelled }
