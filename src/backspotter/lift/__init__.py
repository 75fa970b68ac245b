"""What one film of a deadlift shows: the lifter's joints, the line of the back, the bar."""
